import { apiAccessPath } from "@/components/tokens/token-table-params";

export const exportPath = `${apiAccessPath}/export.csv`;

/** Downloads the selected tokens as CSV. As a form, because hundreds of ids do not fit an address. */
export function exportSelection(ids: readonly string[]): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = exportPath;
  form.hidden = true;
  for (const id of ids) {
    const field = document.createElement("input");
    field.name = "ids";
    field.value = id;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

import * as actions from "@/app/(desk)/account/clients/actions";
import type { Desk } from "@/app/desk-context";
import type { ApiClientActions, ApiClientRights } from "@/components/api-clients/api-client-actions";
import { canDo } from "@/domain/access/actions";

/** The server actions under the names by which components know them. */
export const clientActions: ApiClientActions = {
  create: actions.create,
  edit: actions.edit,
  enable: actions.enable,
  disable: actions.disable,
  rotate: actions.rotate,
  remove: actions.remove,
  revokeToken: actions.revokeToken,
};

/** What the viewer may do on these pages. */
export function clientRightsOf(viewer: Desk["viewer"]): ApiClientRights {
  return {
    create: canDo(viewer, "api_client.create"),
    edit: canDo(viewer, "api_client.edit"),
    toggle: canDo(viewer, "api_client.disable"),
    rotate: canDo(viewer, "api_client.rotate"),
    remove: canDo(viewer, "api_client.delete"),
    revokeToken: canDo(viewer, "api_client.revoke_token"),
  };
}

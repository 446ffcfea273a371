"use client";

import "@/components/forms/zod-without-eval";
import { zodResolver } from "@hookform/resolvers/zod";
import { useCallback, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type PathValue,
  type UseFormRegister,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import { unanswered } from "@/components/forms/unreachable";
import type { Refusal, Result } from "@/domain/result";

/**
 * A form whose rules are a zod schema and whose work is a server action. Faults stand at their fields, whether the browser or
 * the server found them; any other refusal is `problem`. A second submit while one is under way does nothing. `early` is for forms
 * that stand on a page: what is pressed before its scripts have come is sent once they have, where the browser would send the fields
 * in the page's address.
 */
export function useServerForm<In extends FieldValues, Out, T>(options: {
  schema: z.ZodType<Out, In>;
  defaultValues: DefaultValues<In>;
  submit: (values: Out) => Promise<Result<T>>;
  onDone: (value: T, values: Out) => void | Promise<void>;
}) {
  const [problem, setProblem] = useState<Refusal | null>(null);
  const form = useForm<In, unknown, Out>({
    resolver: zodResolver(options.schema),
    defaultValues: options.defaultValues,
    reValidateMode: "onChange",
  });
  const { isSubmitting, errors } = form.formState;
  const isSending = useRef(false);

  const onSubmit = form.handleSubmit(async (values) => {
    setProblem(null);
    const result = await options.submit(values).catch(unanswered);
    if (result.ok) return options.onDone(result.value, values);
    const known = Object.entries(result.refusal.fields ?? {}).filter(([name]) => name in form.getValues());
    known.forEach(([name, message], i) => {
      form.setError(name as Path<In>, { message: capital(message) }, { shouldFocus: i === 0 });
    });
    if (known.length === 0) setProblem(result.refusal);
  });

  const seen = useRef(new Set<string>());
  const register: UseFormRegister<In> = (name, rules) => {
    const field = form.register(name, rules);
    return {
      ...field,
      ref: (element: unknown) => {
        const typed = seen.current.has(name) ? null : textTypedInto(element);
        if (element !== null) seen.current.add(name);
        field.ref(element);
        if (typed !== null) form.setValue(name, typed as PathValue<In, typeof name>, { shouldDirty: true });
      },
    };
  };

  const send = async () => {
    if (isSending.current) return;
    isSending.current = true;
    await onSubmit().finally(() => {
      isSending.current = false;
    });
  };
  const keeps = useKeptFields();

  return {
    ...form,
    register,
    problem,
    pending: isSubmitting,
    early: {
      ref: keeps.ref,
      action: () => {
        keeps.once();
        // Outside of the transition that the framework runs it in, which would hold the pages to come until there is an answer.
        queueMicrotask(() => void send());
      },
    },
    onSubmit: (event: React.FormEvent) => {
      // A form in a dialog may lie, in React's tree, inside another form.
      event.stopPropagation();
      event.preventDefault();
      void send();
    },
    errorOf: (name: Path<In>): string | undefined => {
      const error = errors[name];
      return typeof error?.message === "string" ? error.message : undefined;
    },
  };
}

// The framework empties a form whose action has run; here the answer, which is still to come, decides what becomes of the fields.
function useKeptFields() {
  const isKept = useRef(false);
  return {
    once: () => {
      isKept.current = true;
    },
    ref: useCallback((element: HTMLFormElement | null) => {
      if (element === null) return;
      const keep = (event: Event) => {
        if (isKept.current) event.preventDefault();
        isKept.current = false;
      };
      element.addEventListener("reset", keep);
      return () => element.removeEventListener("reset", keep);
    }, []),
  };
}

// What was typed, or filled in by the browser, before the scripts of the page had come: the form would put its own value there.
function textTypedInto(element: unknown): string | null {
  const isText =
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && element.type !== "checkbox" && element.type !== "radio");
  return isText && element.value !== element.defaultValue ? element.value : null;
}

// Services say "is taken", to be read after the field's name.
function capital(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

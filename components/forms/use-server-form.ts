"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { type DefaultValues, type FieldValues, type Path, useForm } from "react-hook-form";
import type { z } from "zod";
import { unanswered } from "@/components/forms/unreachable";
import type { Refusal, Result } from "@/domain/result";

/**
 * A form whose rules are a zod schema and whose work is a server action. Faults stand at their fields, whether the browser or
 * the server found them; any other refusal is `problem`. A second submit while one is under way does nothing.
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

  return {
    ...form,
    problem,
    pending: isSubmitting,
    onSubmit: (event: React.FormEvent) => {
      // A form in a dialog may lie, in React's tree, inside another form.
      event.stopPropagation();
      event.preventDefault();
      if (!isSubmitting) void onSubmit(event);
    },
    errorOf: (name: Path<In>): string | undefined => {
      const error = errors[name];
      return typeof error?.message === "string" ? error.message : undefined;
    },
  };
}

// Services say "is taken", to be read after the field's name.
function capital(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Operation } from "@/api/openapi/operation";
import type { Door } from "@/api/v1/authenticate";
import { changedSchema, exampleIds } from "@/api/v1/common-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import {
  createdTokenSchema,
  rotatedTokenSchema,
  rotation,
  tokenChanges,
  tokenExamples,
  tokenPageSchema,
  tokenSchema,
} from "@/api/v1/token-schemas";
import type { Changed } from "@/domain/access/people-views";
import type { ErrorCode } from "@/domain/errors/codes";
import type { Result } from "@/domain/result";
import type { Context } from "@/services/kernel/context";
import { pageByCursor } from "@/services/kernel/cursor";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { listTokenRecords, type tokenFilters } from "@/services/tokens/list-records";
import { loadTokenRecord } from "@/services/tokens/load-record";
import { rotateToken } from "@/services/tokens/rotate";

export type TokenPlace = {
  /** "/api/v1.0/org/tokens". */
  readonly path: string;
  /** What the ids of operations name: "OrganizationToken". */
  readonly noun: string;
  readonly tag: Operation["tag"];
  readonly door: Door;
  readonly filters: Partial<typeof tokenFilters>;
  readonly creation: { readonly schema: z.ZodObject; readonly example: unknown };
};

const params = { tokenId: z.uuid() };
const changes: readonly ErrorCode[] = ["token_deleted", "stronger_token", "person_required", "forbidden"];
const edits: readonly ErrorCode[] = [...changes, "expiry_beyond_policy"];
const rotations: readonly ErrorCode[] = [...changes, "grace_beyond_policy"];

/** The tokens of an organization or of an account: the same verbs, each within the reach of who calls. */
export function addTokenEndpoints(app: FastifyInstance, place: TokenPlace): void {
  const { path, noun, tag, door, filters, creation } = place;
  addEndpoint(app, {
    method: "GET",
    path,
    id: `list${noun}s`,
    summary: "List tokens, newest first",
    tag,
    door,
    query: { ...filters, ...pageByCursor },
    answer: {
      description: "A page.",
      schema: tokenPageSchema,
      example: { items: [tokenExamples.token], nextCursor: null },
    },
    refusals: ["forbidden"],
    run: ({ context, sentQuery }) => listTokenRecords(context, sentQuery),
  });
  addEndpoint(app, {
    method: "POST",
    path,
    id: `create${noun}`,
    summary: "Generate a token",
    description: "Of no type that can do more than the token that asks, and of none that outlives it.",
    tag,
    door,
    body: creation,
    repeats: { shownOnce: ["secret"] },
    answer: {
      status: 201,
      description: "The token, with its secret.",
      schema: createdTokenSchema,
      example: tokenExamples.created,
      location: path,
    },
    refusals: [
      "stronger_token",
      "person_required",
      "forbidden",
      "not_found",
      "cap_reached",
      "expiry_beyond_policy",
      "already_exists",
      "request_in_progress",
      "idempotency_key_reused",
    ],
    run: ({ context, body }) => createToken(context, body),
  });
  addEndpoint(app, {
    method: "GET",
    path: `${path}/:tokenId`,
    id: `get${noun}`,
    summary: "Read a token",
    tag,
    door,
    params,
    answer: { description: "The token.", schema: tokenSchema, example: tokenExamples.token },
    refusals: ["forbidden"],
    run: ({ context, params: { tokenId } }) => loadTokenRecord(context, { tokenId }),
  });
  addEndpoint(app, {
    method: "PATCH",
    path: `${path}/:tokenId`,
    id: `edit${noun}`,
    summary: "Change name, notes, expiry or allowed addresses",
    tag,
    door,
    params,
    body: { schema: tokenChanges, example: { notes: "Moved to build-8" } },
    answer: { description: "Done.", schema: changedSchema, example: { id: exampleIds.token, changed: true } },
    refusals: edits,
    run: ({ context, params: { tokenId }, body }) => editToken(context, { ...body, tokenId }),
  });
  addEndpoint(app, {
    method: "DELETE",
    path: `${path}/:tokenId`,
    id: `delete${noun}`,
    summary: "Revoke a token for good",
    description: "No verification that starts later says `valid`. API keys are disabled first.",
    tag,
    door,
    params,
    answer: { description: "It is revoked." },
    refusals: ["token_deleted", "token_enabled", "forbidden"],
    run: async ({ context, params: { tokenId } }) => {
      const result = await deleteToken(context, { tokenId });
      return result.ok ? { ok: true, value: undefined } : result;
    },
  });
  addEndpoint(app, {
    method: "POST",
    path: `${path}/:tokenId/rotate`,
    id: `rotate${noun}`,
    summary: "Give a token a new secret",
    description:
      "Open invitations that the token handed out end at once, also with a grace period: a program that rotates its own token invites anew whoever has not joined.",
    tag,
    door,
    params,
    body: { schema: rotation, example: { graceSeconds: 3600 }, isOptional: true },
    repeats: { shownOnce: ["secret"] },
    answer: {
      description: "The new secret.",
      schema: rotatedTokenSchema,
      example: tokenExamples.rotated,
    },
    refusals: [...rotations, "conflict", "request_in_progress", "idempotency_key_reused"],
    run: ({ context, params: { tokenId }, body }) => rotateToken(context, { ...body, tokenId }),
  });
  const toggle = (verb: "enable" | "disable", summary: string, run: Toggle) =>
    addEndpoint(app, {
      method: "POST",
      path: `${path}/:tokenId/${verb}`,
      id: `${verb}${noun}`,
      summary,
      tag,
      door,
      params,
      answer: {
        description: "Done.",
        schema: changedSchema,
        example: { id: exampleIds.token, changed: true },
      },
      refusals: changes,
      run: ({ context, params: { tokenId } }) => run(context, { tokenId }),
    });
  toggle("enable", "Let a disabled token work again", enableToken);
  toggle("disable", "Stop a token, without changing its secret", disableToken);
}

type Toggle = (context: Context, input: unknown) => Promise<Result<Changed>>;

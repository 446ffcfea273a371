import type { LogRow } from "@/domain/audit/log/log-row";

export function bytesOf(row: LogRow): Buffer;
export function leafOf(row: LogRow): Buffer;
export function rootOf(leaves: readonly Uint8Array[]): Buffer;
export function isWholeLog(rows: readonly LogRow[], checkpoint: Uint8Array, publicKeyPem: string): boolean;
export function successorOf(handover: Uint8Array, publicKeyPem: string): string | null;

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type {
  KeyAnswer,
  KeyQuestion,
  NewKeyAnswer,
  NewKeyQuestion,
} from "@/domain/second-factors/key-messages";
import type { Database } from "@/prisma/client-factory";
import type { Context } from "@/services/kernel/context";
import { beginKey } from "@/services/second-factors/begin-key";
import { confirmKey } from "@/services/second-factors/confirm-key";
import { type Cbor, writeCbor } from "@/services/testing/cbor";
import { testConfig } from "@/services/testing/context";
import { testPassword } from "@/services/testing/passwords";
import { unwrap } from "@/services/testing/tokens";

/** What a browser or a key may do otherwise than it was asked. */
export type Deviation = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  /** 1: somebody was there, 4: a PIN or finger was asked for. */
  flags?: number;
  /** The attestation that comes with a new key, over its bytes. */
  attest?: (signed: Buffer) => { fmt: string; attStmt: Cbor };
};

type Algorithm = "ES256" | "EdDSA" | "RS256";

const deskOrigin = new URL(testConfig.deskUrl).origin;

/** A security key, in a browser that shows the desk of tests: signs as real ones do. */
export class TestSecurityKey {
  readonly id = randomBytes(20).toString("base64url");
  /** Signatures so far; stays 0 in one that does not count. */
  count = 0;
  private readonly pair: { publicKey: KeyObject; privateKey: KeyObject };

  constructor(
    private readonly algorithm: Algorithm = "ES256",
    private readonly counts = true,
  ) {
    this.pair =
      algorithm === "ES256"
        ? generateKeyPairSync("ec", { namedCurve: "P-256" })
        : algorithm === "EdDSA"
          ? generateKeyPairSync("ed25519")
          : generateKeyPairSync("rsa", { modulusLength: 2048 });
  }

  /** Answers what a key that is added is asked. */
  register(question: NewKeyQuestion, deviation: Deviation = {}): NewKeyAnswer {
    const data = this.authenticatorData(question.rp.id ?? "", deviation, true);
    const said = clientData("webauthn.create", question.challenge, deviation);
    const { fmt, attStmt } = deviation.attest?.(toSign(data, said)) ?? { fmt: "none", attStmt: new Map() };
    const object = new Map<string, Cbor>([
      ["fmt", fmt],
      ["attStmt", attStmt],
      ["authData", data],
    ]);
    return {
      ...this.envelope(),
      response: {
        clientDataJSON: said.toString("base64url"),
        attestationObject: writeCbor(object).toString("base64url"),
        transports: ["usb", "nfc"],
      },
    };
  }

  /** Answers what a key that the person has is asked, one signature more than before. */
  answer(question: KeyQuestion, deviation: Deviation = {}): KeyAnswer {
    if (this.counts) this.count++;
    const data = this.authenticatorData(question.rpId ?? "", deviation, false);
    const said = clientData("webauthn.get", question.challenge, deviation);
    const hash = this.algorithm === "EdDSA" ? null : "sha256";
    const signature = sign(hash, toSign(data, said), this.pair.privateKey);
    return {
      ...this.envelope(),
      response: {
        clientDataJSON: said.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      },
    };
  }

  /** The public half as keys give it (COSE, RFC 9053). */
  get publicKey(): Buffer {
    const jwk = this.pair.publicKey.export({ format: "jwk" });
    const bytes = (text: string | undefined) => Buffer.from(text ?? "", "base64url");
    const entries: Record<Algorithm, [number, Cbor][]> = {
      ES256: [...pairs(2, -7), [-1, 1], [-2, bytes(jwk.x)], [-3, bytes(jwk.y)]],
      EdDSA: [...pairs(1, -8), [-1, 6], [-2, bytes(jwk.x)]],
      RS256: [...pairs(3, -257), [-1, bytes(jwk.n)], [-2, bytes(jwk.e)]],
    };
    return writeCbor(new Map(entries[this.algorithm]));
  }

  private envelope() {
    return { id: this.id, rawId: this.id, type: "public-key", clientExtensionResults: {} } as const;
  }

  private authenticatorData(rpId: string, { rpId: other, flags = 5 }: Deviation, isNew: boolean): Buffer {
    const head = Buffer.alloc(5);
    head.writeUInt8(flags | (isNew ? 0x40 : 0));
    head.writeUInt32BE(this.count, 1);
    const parts = [
      createHash("sha256")
        .update(other ?? rpId)
        .digest(),
      head,
    ];
    if (!isNew) return Buffer.concat(parts);
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    return Buffer.concat([...parts, Buffer.alloc(16), length, id, this.publicKey]);
  }
}

/** Adds a security key for the context's person. The context's session goes on under the id that is returned. */
export async function addKey(
  context: Context,
  key = new TestSecurityKey(),
  password = testPassword,
): Promise<{
  key: TestSecurityKey;
  id: string;
  context: Context;
  recoveryCodes: readonly string[] | null;
}> {
  const { id, question } = unwrap(await beginKey(context, { name: "Blue key", password }));
  const confirmed = unwrap(await confirmKey(context, { id, key: key.register(question) }));
  const claim = { kind: "session", sessionId: confirmed.sessionId } as const;
  return { key, id, context: { ...context, claim }, recoveryCodes: confirmed.recoveryCodes };
}

/** A confirmed security key in the database, for tests that ask for none of its signatures. */
export async function plantKey(db: Database, userId: string, now: Date, name = "Blue key"): Promise<string> {
  const id = uuidv7();
  const key = new TestSecurityKey();
  await db.secondFactor.create({
    data: {
      ...{ id, userId, kind: "key", name, createdAt: now, confirmedAt: now },
      securityKey: {
        create: { credentialId: key.id, publicKey: new Uint8Array(key.publicKey), signCount: 0 },
      },
    },
  });
  return id;
}

const pairs = (type: number, algorithm: number): [number, Cbor][] => [
  [1, type],
  [3, algorithm],
];

const toSign = (data: Buffer, said: Buffer) =>
  Buffer.concat([data, createHash("sha256").update(said).digest()]);

function clientData(type: string, challenge: string, deviation: Deviation): Buffer {
  const said = {
    type: deviation.type ?? type,
    challenge: deviation.challenge ?? challenge,
    origin: deviation.origin ?? deskOrigin,
    crossOrigin: deviation.crossOrigin ?? false,
  };
  return Buffer.from(JSON.stringify(said));
}

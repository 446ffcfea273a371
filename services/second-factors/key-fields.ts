import { z } from "zod";

const encoded = (bytesMax: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(Math.ceil((bytesMax * 4) / 3));

// A credential id may have 1,023 bytes (WebAuthn §6.1), what a browser says of itself and of the page some hundred.
const credentialId = encoded(1023);
const clientDataJSON = encoded(8192);
const envelope = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).transform(() => ({})),
};
const ways = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;
const isWay = (given: string) => ways.some((way) => way === given);

/** What a security key answers that is added, in its form alone (`NewKeyAnswer`). */
export const newKeyAnswer = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON,
    attestationObject: encoded(16_384),
    transports: z
      .array(z.string().max(40))
      .max(20)
      .default([])
      .transform((given) => given.filter(isWay) as (typeof ways)[number][]),
  }),
});

/** What a security key answers that the person has, in its form alone (`KeyAnswer`). */
export const keyAnswer = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON,
    authenticatorData: encoded(4096),
    signature: encoded(4096),
  }),
});

export type ReadNewKeyAnswer = z.infer<typeof newKeyAnswer>;
export type ReadKeyAnswer = z.infer<typeof keyAnswer>;

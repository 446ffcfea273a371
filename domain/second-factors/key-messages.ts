import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";

/** What the browser is to ask a security key that is added, and what the key answers (WebAuthn, as JSON). */
export type NewKeyQuestion = PublicKeyCredentialCreationOptionsJSON;
export type NewKeyAnswer = RegistrationResponseJSON;

/** What the browser is to ask a security key that the person has, and what the key answers. */
export type KeyQuestion = PublicKeyCredentialRequestOptionsJSON;
export type KeyAnswer = AuthenticationResponseJSON;

/** A security key to be: nothing is kept of it until its answer has come. */
export type KeyToConfirm = { readonly id: string; readonly question: NewKeyQuestion };

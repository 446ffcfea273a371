import { type Sample, tokenSamples } from "@/domain/tokens/samples";
import { tokenFromEnvironment } from "@/domain/tokens/token-variable";

/** Samples for a page that never knows the token: the value comes from the environment, and they run as they stand. */
export function personalSamples(baseUrl: string): readonly Sample[] {
  const facts = { baseUrl, scheme: "Bearer", type: "personal", secret: tokenFromEnvironment } as const;
  return tokenSamples(facts).filter((sample) => sample.id !== "env");
}

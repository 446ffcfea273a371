import { curlSample, javascriptSample, type Sample, type SampleFacts } from "@/domain/tokens/samples";

/** The environment variable that the samples read, as in `envSample`. */
export const tokenVariable = "API_TOKEN";

/** Samples for a page that never knows the token: the value comes from the environment, and they run as they stand. */
export function personalSamples(baseUrl: string): readonly Sample[] {
  const inShell: SampleFacts = { baseUrl, scheme: "Bearer", secret: `$${tokenVariable}` };
  const literal = JSON.stringify(`Bearer $${tokenVariable}`);
  const template = `\`Bearer \${process.env.${tokenVariable}}\``;
  return [
    { id: "curl", label: "curl", code: curlSample(inShell) },
    {
      id: "javascript",
      label: "JavaScript",
      code: javascriptSample(inShell).replace(literal, () => template),
    },
  ];
}

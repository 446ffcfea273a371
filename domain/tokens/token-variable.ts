/** The environment variable that samples read where the page does not know the token, as `envSample` names it. */
export const tokenVariable = "API_TOKEN";

/** Stands for the token in such samples. */
export const tokenFromEnvironment = `$${tokenVariable}`;

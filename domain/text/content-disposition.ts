const nameLengthMax = 80;

/**
 * A Content-Disposition that saves a file (RFC 6266): a plain name for old programs, and the full one, with what people called the
 * thing, as RFC 8187 encodes it. No name can end the header, leave its folder, or look like another by hidden characters.
 */
export function attachment(plainName: string, fullName: string): string {
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encode(fullName)}`;
}

/** A name of people's own as part of a file's name, on any system. */
export function fileNamePart(name: string): string {
  const kept = name
    .replace(/[\p{C}\u2028\u2029]/gu, "")
    .replace(/[/\\:*?"<>|]/g, "-")
    .replace(/^[\s.~-]+|[\s.]+$/g, "");
  return [...kept].slice(0, nameLengthMax).join("");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

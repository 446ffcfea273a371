/** Why a log is not sealed or signed any more, and what that means to whoever relies on it. */
export const logAlarms = {
  rolled_back:
    "The log is shorter than what was signed: rows were removed, or an older backup was restored. Nothing more gets a number.",
  behind_outside:
    "A checkpoint that was brought out is not in this database, as after the restore of an older backup. Nothing more gets a number or is signed.",
  rewritten: "What is kept is not what was signed. No checkpoint is signed any more.",
  unhashable:
    "An event that has a number has lost its contents, or they are not those of its hash. Events still get numbers; none after it is sealed.",
  unsignable:
    "The key that signs checkpoints cannot be opened with this master key, or no key fits what was signed.",
} as const;

export type LogAlarm = keyof typeof logAlarms;

/** With these, nothing more gets a number or is signed: numbers that were given once would be given again. */
export const haltingAlarms = ["rolled_back", "behind_outside"] as const satisfies readonly LogAlarm[];

/** Which of them the sealer finds and takes back; the others are the signer's. */
export const sealingAlarms = ["rolled_back", "unhashable"] as const satisfies readonly LogAlarm[];

/** The alarm that a row names, or null. */
export function asLogAlarm(text: string | null): LogAlarm | null {
  return text !== null && Object.hasOwn(logAlarms, text) ? (text as LogAlarm) : null;
}

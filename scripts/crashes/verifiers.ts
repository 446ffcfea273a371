import { ask } from "@/scripts/crashes/ask";
import type { Ground } from "@/scripts/crashes/ground";

/** Uses of one token in one round. */
export type Uses = {
  /** When each good answer came, in milliseconds of this process's clock. */
  readonly answeredAt: number[];
  /** Asked for; the last of them may have been counted without an answer. */
  sent: number;
};

/** Ask for busy tokens without a pause, and note each answer. */
export class Verifiers {
  uses = new Map<string, Uses>();
  /** Answers other than "valid" while everything ran. */
  wrong: string[] = [];
  private running = false;
  private loops: Promise<void>[] = [];

  constructor(
    private readonly ground: Ground,
    private readonly apiUrls: readonly string[],
  ) {}

  start(loops: number): void {
    this.running = true;
    this.uses = new Map(this.ground.busy.map(({ id }) => [id, { answeredAt: [], sent: 0 }]));
    this.loops = Array.from({ length: loops }, async (_, number) => {
      for (let i = number; this.running; i++) {
        const token = this.ground.busy[i % this.ground.busy.length];
        if (token === undefined) return;
        const uses = this.uses.get(token.id) as Uses;
        uses.sent += 1;
        const answer = await this.verify(token.secret, i);
        if (answer.body.verdict === "valid") uses.answeredAt.push(performance.now());
        else if (answer.outcome !== "unknown")
          this.wrong.push(`${answer.status} ${answer.body.verdict ?? answer.body.code}`);
      }
    });
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }

  verify(secret: string, turn = 0) {
    const url = `${this.apiUrls[turn % this.apiUrls.length]}/v1/tokens/verify`;
    return ask("POST", url, { authorization: `Bearer ${this.ground.gateway}` }, { token: secret });
  }
}

import { JsonReporter, type Reporter, type TestModule } from "vitest/node";

type Unhandled = Parameters<NonNullable<Reporter["onTestRunEnd"]>>[1];
type OutsideError = { file: string | null; name: string; message: string };

/**
 * Vitest's JSON report with `errors`, which it leaves out: what went wrong outside of tests. That is a file that does not load, a
 * hook, a promise that nobody awaited; the last belongs to no file.
 */
export default class JsonReporterWithErrors extends JsonReporter {
  private outside: OutsideError[] = [];

  override async onTestRunEnd(modules: readonly TestModule[], unhandled: Unhandled = []): Promise<void> {
    const told = unhandled.map((error) => ({
      file: null,
      name: "an error outside of tests",
      message: textOf(error),
    }));
    this.outside = [...modules.flatMap(errorsOf), ...told];
    await super.onTestRunEnd(modules);
  }

  override async writeReport(report: string): Promise<void> {
    await super.writeReport(JSON.stringify({ ...JSON.parse(report), errors: this.outside }));
  }
}

function errorsOf(module: TestModule): OutsideError[] {
  return [module, ...module.children.allSuites()].flatMap((place) =>
    place.errors().map((error) => ({
      file: module.moduleId,
      name: place.type === "module" ? place.moduleId : `${module.moduleId} ${place.fullName}`,
      message: textOf(error),
    })),
  );
}

const textOf = ({ stack, message }: { stack?: string; message: string }): string => stack || message;

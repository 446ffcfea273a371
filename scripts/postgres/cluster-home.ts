import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { folderError, StartError } from "@/scripts/bootstrap/start-error.mjs";
import { reachableHome } from "@/scripts/postgres/binaries";
import { type OperatingUser, operatingUserOf, spawnIdentity } from "@/scripts/postgres/operating-user";

/**
 * Where the database's files are or will be. `link` is set where they lie outside of the data folder
 * because the database's user cannot enter it.
 */
export type ClusterHome = { directory: string; link: string | null; isNew: boolean; user: OperatingUser };

/** Finds the database folder of a data folder, or the place to make one that `user` can reach. */
export function findClusterHome(dataDirectory: string, user: OperatingUser): ClusterHome {
  const wanted = path.join(dataDirectory, "postgres");
  const entry = lstatSync(wanted, { throwIfNoEntry: false });
  if (!entry) return chooseHome(dataDirectory, wanted, user);
  if (!existsSync(wanted)) {
    throw new StartError(
      `${wanted} points to a database folder that is gone.`,
      "Put the folder back from a backup, or remove the link to start with an empty database.",
    );
  }
  const directory = realpathSync(wanted);
  const owner = statSync(directory);
  if (process.getuid && process.getuid() !== 0 && owner.uid !== process.getuid()) {
    throw new StartError(
      `The database in ${directory} belongs to another user than the one that starts Keydesk.`,
      "Start Keydesk as the user that started it first (root, if it was root).",
    );
  }
  const link = entry.isSymbolicLink() ? wanted : null;
  const ownerUser = operatingUserOf(owner) ?? user;
  if (owner.uid === 0 && ownerUser) {
    throw new StartError(
      `The database in ${directory} belongs to root, and PostgreSQL refuses to run as root.`,
      `Give it to the database's user: chown -R ${ownerUser.name} ${directory}`,
    );
  }
  return { directory, link, isNew: false, user: ownerUser };
}

/** Refuses a database folder that another major version of PostgreSQL made. */
export function requireMajorVersion(home: ClusterHome, majorVersion: number): void {
  const file = path.join(home.directory, "PG_VERSION");
  if (!existsSync(file)) {
    throw new StartError(
      `${home.directory} is not a database folder: it has no PG_VERSION.`,
      "Put the database back from a backup, or move the folder away to start with an empty one.",
    );
  }
  const found = readFileSync(file, "utf8").trim();
  if (found !== String(majorVersion)) {
    throw new StartError(
      `The database in ${home.directory} was made by PostgreSQL ${found}; this Keydesk ships PostgreSQL ${majorVersion}.`,
      "Start the Keydesk version that made it and move the data over with pg_dump, or run that database yourself and name it with DATABASE_URL.",
    );
  }
}

/** Makes the empty folder that initdb fills, owned by the database's user. It becomes the database folder by a rename. */
export function makeNursery(home: ClusterHome): string {
  const parent = path.dirname(home.directory);
  const nursery = `${home.directory}.new-${process.pid}`;
  try {
    mkdirSync(parent, { recursive: true });
    for (const left of readdirSync(parent)) {
      if (left.startsWith(`${path.basename(home.directory)}.new-`))
        rmSync(path.join(parent, left), { recursive: true });
    }
    mkdirSync(nursery, { mode: 0o700 });
    if (home.user) chownSync(nursery, home.user.uid, home.user.gid);
  } catch (error) {
    throw folderError(error, parent);
  }
  return nursery;
}

/** Links the data folder to a database folder that lies elsewhere. */
export function linkHome(home: ClusterHome): void {
  if (home.link) symlinkSync(home.directory, home.link);
}

function chooseHome(dataDirectory: string, wanted: string, user: OperatingUser): ClusterHome {
  const inPlace: ClusterHome = { directory: wanted, link: null, isNew: true, user };
  if (!user || canWriteBelow(dataDirectory, user)) return inPlace;
  const hash = createHash("sha256").update(path.resolve(dataDirectory)).digest("hex").slice(0, 12);
  // An earlier project at the same path may have left its database there: never adopt it unasked.
  for (let attempt = 1; ; attempt += 1) {
    const place = path.join(reachableHome, attempt === 1 ? hash : `${hash}-${attempt}`);
    if (!existsSync(path.join(place, "postgres"))) return elsewhere(place, wanted, user);
  }
}

function elsewhere(place: string, wanted: string, user: NonNullable<OperatingUser>): ClusterHome {
  try {
    mkdirSync(place, { recursive: true });
    for (const folder of [reachableHome, place]) chmodSync(folder, 0o755);
  } catch (error) {
    throw folderError(error, place);
  }
  if (!canWriteBelow(place, user)) {
    throw new StartError(
      `The database's user (${user.name}) can enter neither the data folder nor ${place}.`,
      "Name a data folder it can enter with KEYDESK_DATA_DIR, or start Keydesk as another user than root.",
    );
  }
  return { directory: path.join(place, "postgres"), link: wanted, isNew: true, user };
}

/** Asks the system itself, as that user: mode bits alone do not tell of ACLs, mounts or security modules. */
function canWriteBelow(folder: string, user: NonNullable<OperatingUser>): boolean {
  const trial = path.join(folder, `.trial-${process.pid}`);
  try {
    mkdirSync(trial, { mode: 0o700 });
    chownSync(trial, user.uid, user.gid);
    const answer = spawnSync("/bin/sh", ["-c", 'echo trial >"$1/file"', "sh", trial], {
      cwd: "/",
      stdio: "ignore",
      ...spawnIdentity(user),
    });
    return answer.status === 0;
  } catch (error) {
    throw folderError(error, folder);
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

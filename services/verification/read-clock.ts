/** What a read is rejected with that got no answer at all: the driver's own words, as other connections of ours leave its clock on. */
export const silentNetwork = "Query read timeout";

type Read = {
  /** How much the server had said at that moment. */
  heard: number;
  since: number;
  readonly hear: () => number;
  readonly cut: (error: Error) => void;
};

/**
 * Makes what rejects reads to which the server says nothing for `msMax`. One timer for all of them: the driver's own clock, a timer for
 * each statement, has its results outlive collections of garbage, up to the next whole one (docs/performance.md).
 */
export function createReadClock(msMax: number): <T>(reading: Promise<T>, hear: () => number) => Promise<T> {
  const underWay: Read[] = [];
  let isSet = false;

  const set = (ms: number) => {
    isSet = true;
    setTimeout(look, ms).unref();
  };
  const look = () => {
    isSet = false;
    const now = performance.now();
    let next = msMax;
    for (const read of [...underWay]) {
      if (now - read.since >= msMax) {
        const heard = read.hear();
        // A read of several statements is heard of between them.
        if (heard === read.heard) {
          underWay.splice(underWay.indexOf(read), 1);
          read.cut(new Error(silentNetwork));
          continue;
        }
        read.heard = heard;
        read.since = now;
      }
      next = Math.min(next, read.since + msMax - now);
    }
    if (underWay.length > 0) set(next);
  };

  return (reading, hear) =>
    new Promise((resolve, reject) => {
      const read = { heard: hear(), since: performance.now(), hear, cut: reject };
      underWay.push(read);
      if (!isSet) set(msMax);
      const end = () => {
        const at = underWay.indexOf(read);
        if (at >= 0) underWay.splice(at, 1);
      };
      reading.then(
        (found) => {
          end();
          resolve(found);
        },
        (error) => {
          end();
          reject(error);
        },
      );
    });
}

// Preloaded into a node where libfaketime is not installed: its wall clock is off, its steady clock is not.
const skewMs = Number(process.env.KEYDESK_CLUSTER_SKEW_MS);
const RealDate = Date;

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + skewMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + skewMs;
  }
};

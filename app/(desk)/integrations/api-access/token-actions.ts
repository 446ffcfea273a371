import * as actions from "@/app/(desk)/integrations/api-access/actions";
import type { TokenActions } from "@/components/tokens/token-actions";

/** The server actions under the names by which components know them. */
export const tokenActions: TokenActions = {
  create: actions.create,
  rotate: actions.rotate,
  rotateMany: actions.rotateMany,
  finishRotation: actions.finish,
  extendRotation: actions.extend,
  edit: actions.edit,
  enable: actions.enable,
  disable: actions.disable,
  remove: actions.remove,
  bulk: actions.bulk,
  findGone: actions.findGone,
  countLive: actions.countLive,
  revokeAll: actions.revokeAll,
  loadFacts: actions.loadFacts,
  findFirstCall: actions.firstCall,
  recordCopied: actions.recordCopied,
  recordCopies: actions.recordCopies,
  findBySecret: actions.findBySecret,
};

import { z } from "zod";

// The policy of pages forbids code out of text, which zod would try otherwise: Firefox reports that as an error. Imported before every
// schema. On the server, where it is allowed, this changes nothing.
if (typeof location !== "undefined") z.config({ jitless: true });

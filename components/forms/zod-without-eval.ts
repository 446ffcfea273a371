import { z } from "zod";

// The page's policy forbids code out of text, which zod would try otherwise. Imported before every schema.
z.config({ jitless: true });

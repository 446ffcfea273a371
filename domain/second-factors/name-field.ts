import { secondFactorNameMax } from "@/domain/second-factors/bounds";
import { nameField } from "@/domain/text/fields";

/** What a person calls a second factor: "Phone". */
export const secondFactorName = nameField("The name", secondFactorNameMax);

import { forwardToApi } from "@/app/forward-to-api";

export {
  forwardToApi as DELETE,
  forwardToApi as GET,
  forwardToApi as HEAD,
  forwardToApi as OPTIONS,
  forwardToApi as PATCH,
  forwardToApi as POST,
  forwardToApi as PUT,
};

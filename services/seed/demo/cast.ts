/** The people of the demo. `.test` never leaves the machine (RFC 2606); some work in several accounts. */
export const cast = {
  anna: { name: "Anna Varga", email: "anna.varga@fernhill.test", operator: true },
  deniz: { name: "Deniz Acar", email: "deniz.acar@fernhill.test" },
  jon: { name: "Jon Peart", email: "jon.peart@fernhill.test" },
  marta: { name: "Marta Silva", email: "marta.silva@fernhill.test" },
  peter: { name: "Peter Osei", email: "peter.osei@fernhill.test" },
  olga: { name: "Olga Brandt", email: "olga.brandt@brandt-audit.test" },
  tomas: { name: "Tomáš Novák", email: "tomas.novak@slipway.test" },
  ines: { name: "Inès Moreau", email: "ines.moreau@slipway.test" },
  kwame: { name: "Kwame Boateng", email: "kwame.boateng@slipway.test" },
  yuki: { name: "Yuki Tanaka", email: "yuki.tanaka@slipway.test" },
  freya: { name: "Freya Lindqvist", email: "freya.lindqvist@slipway.test" },
  priya: { name: "Priya Raman", email: "priya.raman@plumbline.test" },
  luca: { name: "Luca Ferri", email: "luca.ferri@plumbline.test" },
  hannah: { name: "Hannah Weiss", email: "hannah.weiss@plumbline.test" },
  samuel: { name: "Samuel Adeyemi", email: "samuel.adeyemi@plumbline.test" },
  claire: { name: "Claire Dubois", email: "claire.dubois@honeyrow.test" },
  rafael: { name: "Rafael Costa", email: "rafael.costa@honeyrow.test" },
  mina: { name: "Mina Park", email: "mina.park@honeyrow.test" },
  erik: { name: "Erik Johansson", email: "erik.johansson@cartograph.test" },
  nadia: { name: "Nadia Haddad", email: "nadia.haddad@cartograph.test" },
  ben: { name: "Ben Whitaker", email: "ben.whitaker@cartograph.test" },
  viktor: { name: "Viktor Petrov", email: "viktor.petrov@cartograph.test" },
} as const satisfies Record<string, { name: string; email: string; operator?: true }>;

export type CastKey = keyof typeof cast;

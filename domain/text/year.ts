/** True for years 1 to 9999 in UTC: PostgreSQL knows no year 0, and reads no year of five digits as JavaScript writes it. */
export function hasYearOfFourDigits(time: Date): boolean {
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9999;
}

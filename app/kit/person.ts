/** One person of one shop, by all that names them. Ids are ours; mails are lower case, phones as `+48123456789`. */
export type Person = {
  customerIds: readonly string[];
  orderIds: readonly string[];
  checkoutIds: readonly string[];
  emails: readonly string[];
  phones: readonly string[];
};

export const NOBODY: Person = { customerIds: [], orderIds: [], checkoutIds: [], emails: [], phones: [] };

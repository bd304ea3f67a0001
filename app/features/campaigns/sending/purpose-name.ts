/** What messages of campaigns are for: their subject is the recipient. */
export const PURPOSE = "campaigns";

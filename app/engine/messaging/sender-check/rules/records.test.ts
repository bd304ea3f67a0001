import { describe, expect, test } from "vitest";

import type { SenderCheck, TxtRecords } from "../schema";
import { judgeDkim } from "./dkim";
import { dmarcNames, judgeDmarc } from "./dmarc";
import { includeOf, judgeSpf } from "./spf";
import { parseTags } from "./tags";

const found = (...records: string[]): TxtRecords => ({ kind: "found", records });
const NONE: TxtRecords = { kind: "none" };
const SILENT: TxtRecords = { kind: "unreachable", why: "ETIMEOUT" };
const said = ({ level, findings }: SenderCheck) => [level, ...findings.map(({ key }) => key)];

describe("SPF", () => {
  test.each<[string, TxtRecords, string[]]>([
    ["no such name", NONE, ["bad", "missing"]],
    ["other texts only", found("google-site-verification=x"), ["bad", "missing"]],
    ["a version we do not know", found("v=spf10 -all"), ["bad", "missing"]],
    ["DNS that does not answer", SILENT, ["unknown", "unreachable"]],
    ["a strict end", found("v=spf1 ip4:192.0.2.1 -all"), ["good", "fine"]],
    ["a soft end, in capitals", found("V=SPF1 A MX ~ALL"), ["good", "fine"]],
    ["a record elsewhere", found("v=spf1 redirect=_spf.example.com"), ["good", "fine"]],
    ["+all", found("v=spf1 +all"), ["bad", "everyone"]],
    ["all without a sign", found("v=spf1 a all"), ["bad", "everyone"]],
    ["?all", found("v=spf1 a ?all"), ["advice", "neutral"]],
    ["no end", found("v=spf1 a mx"), ["advice", "open-end"]],
    ["nothing but its version", found("v=spf1"), ["advice", "open-end"]],
    ["two records", found("v=spf1 -all", "v=spf1 a -all"), ["bad", "several"]],
  ])("%s", (_what, answer, expected) => {
    expect(said(judgeSpf(answer, "shop.example", null))).toEqual(expected);
  });

  const includes = (count: number) =>
    Array.from({ length: count }, (_, index) => `include:s${index}.example`).join(" ");

  test.each([
    [10, "fine"],
    [11, "too-many-lookups"],
  ])("%i names to look up: %s", (count, key) => {
    expect(
      said(judgeSpf(found(`v=spf1 ${includes(count)} ip4:192.0.2.1 -all`), "s.example", null)),
    ).toContain(key);
  });

  test("the provider of the mail server is looked for when it is known", () => {
    const record = found("v=spf1 include:sendgrid.net -all");
    expect(said(judgeSpf(record, "s.example", "sendgrid.net"))).toEqual(["good", "fine"]);
    expect(said(judgeSpf(record, "s.example", "amazonses.com"))).toEqual(["advice", "provider"]);
    const missing = judgeSpf(NONE, "s.example", "amazonses.com");
    expect(missing.findings[0]?.params).toEqual({ example: "v=spf1 include:amazonses.com ~all" });
  });

  test.each([
    ["email-smtp.eu-central-1.amazonaws.com", "amazonses.com"],
    ["smtp.sendgrid.net", "sendgrid.net"],
    ["SMTP.EU.MAILGUN.ORG", "mailgun.org"],
    ["smtp.postmarkapp.com", "spf.mtasv.net"],
    ["amazonaws.com.evil.example", null],
    ["127.0.0.1", null],
  ])("%s wants %s", (host, include) => {
    expect(includeOf(host)).toBe(include);
  });
});

describe("DKIM", () => {
  const about = { domain: "shop.example", selector: "s1" };
  const keyOf = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64");
  test.each<[string, TxtRecords | null, string[]]>([
    ["no record", NONE, ["bad", "missing"]],
    ["another text", found("hello"), ["bad", "missing"]],
    ["DNS that does not answer", SILENT, ["unknown", "unreachable"]],
    ["2048 bits", found(`v=DKIM1; k=rsa; p=${keyOf(294)}`), ["good", "fine"]],
    [
      "no version, spaces in the key",
      found(`k=rsa; p= ${keyOf(294).slice(0, 99)} ${keyOf(294).slice(99)}`),
      ["good", "fine"],
    ],
    ["1024 bits", found(`v=DKIM1; p=${keyOf(162)}`), ["advice", "short"]],
    ["768 bits", found(`v=DKIM1; p=${keyOf(126)}`), ["bad", "weak"]],
    ["Ed25519, which is short", found(`v=DKIM1; k=ed25519; p=${keyOf(32)}`), ["good", "fine"]],
    ["a key that was withdrawn", found("v=DKIM1; p="), ["bad", "revoked"]],
    ["no base64", found("v=DKIM1; p=not*a*key"), ["bad", "broken"]],
    ["another version", found(`v=DKIM2; p=${keyOf(294)}`), ["bad", "broken"]],
    ["a test", found(`v=DKIM1; t=y:s; p=${keyOf(294)}`), ["advice", "testing"]],
  ])("%s", (_what, answer, expected) => {
    expect(said(judgeDkim(answer, about))).toEqual(expected);
  });

  test("without a selector nobody can look", () => {
    const check = judgeDkim(null, { domain: "shop.example", selector: null });
    expect([...said(check), check.name]).toEqual(["unknown", "no-selector", null]);
  });
});

describe("DMARC", () => {
  const judge = (...answers: TxtRecords[]) => judgeDmarc(answers, "mail.shop.example");
  const RUA = "rua=mailto:d@shop.example";

  test("is looked for at the domain and above, never at a top level", () => {
    expect(dmarcNames("mail.shop.example")).toEqual(["_dmarc.mail.shop.example", "_dmarc.shop.example"]);
    expect(dmarcNames("shop.example")).toEqual(["_dmarc.shop.example"]);
    expect(dmarcNames("localhost")).toEqual(["_dmarc.localhost"]);
  });

  test.each<[string, TxtRecords[], string[]]>([
    ["no record anywhere", [NONE, NONE], ["bad", "missing"]],
    ["another text", [found("v=spf1 -all"), NONE], ["bad", "missing"]],
    ["another version", [found("v=DMARC12; p=none"), NONE], ["bad", "missing"]],
    ["DNS that does not answer", [SILENT, NONE], ["unknown", "unreachable"]],
    ["a policy with reports", [found(`v=DMARC1; p=reject; ${RUA}`), NONE], ["good", "fine"]],
    ["odd spaces", [found(` v = DMARC1 ;p = Quarantine;${RUA} `), NONE], ["good", "fine"]],
    ["only watching", [found(`v=DMARC1; p=none; ${RUA}`), NONE], ["advice", "only-watching"]],
    ["no reports", [found("v=DMARC1; p=reject"), NONE], ["advice", "no-reports"]],
    ["no policy", [found(`v=DMARC1; ${RUA}`), NONE], ["bad", "no-policy"]],
    ["a policy that is none", [found("v=DMARC1; p=maybe"), NONE], ["bad", "no-policy"]],
    ["two records", [found("v=DMARC1; p=none", "v=DMARC1; p=reject"), NONE], ["bad", "several"]],
    ["the record above", [NONE, found(`v=DMARC1; p=reject; ${RUA}`)], ["good", "fine"]],
    [
      "the record above, for those below",
      [NONE, found(`v=DMARC1; p=reject; sp=none; ${RUA}`)],
      ["advice", "only-watching"],
    ],
  ])("%s", (_what, answers, expected) => {
    expect(said(judge(...answers))).toEqual(expected);
  });

  test("says where the record was found", () => {
    expect(judge(NONE, found(`v=DMARC1; p=reject; ${RUA}`)).name).toBe("_dmarc.shop.example");
  });

  test.each(["gmail.com", "wp.pl", "mail.ru", "yahoo.co.uk"])(
    "%s forbids others to send in its name",
    (domain) => {
      expect(said(judgeDmarc([found(`v=DMARC1; p=reject; ${RUA}`)], domain))).toEqual([
        "bad",
        "free-mail",
        "fine",
      ]);
    },
  );

  test("a domain that only looks like a free one is none", () => {
    expect(said(judgeDmarc([found(`v=DMARC1; p=reject; ${RUA}`)], "notgmail.com"))).toEqual(["good", "fine"]);
  });
});

test.each([
  [
    "v=DMARC1; P=none;",
    [
      ["v", "DMARC1"],
      ["p", "none"],
    ],
  ],
  ["p=a; p=b", [["p", "a"]]],
  ["p=a=b==", [["p", "a=b=="]]],
  ["nothing; =x; ;", []],
])("tags of %j", (record, tags) => {
  expect([...parseTags(record)]).toEqual(tags);
});

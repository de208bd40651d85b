import { type KeyedNumbers, keyedNumbers } from "../../src/record/keyed-bytes.ts";
import { checkDigit } from "../../src/record/mrz-layout.ts";
import type { HarMessage } from "./har-of-run.ts";

const letters = "abcdefghijklmnopqrstuvwxyzäöüøåéñ";
const capitals = "ABCDEFGHJKLMNPRSTUVWXYZ";

/** A source of chances that gives the same for the same run: a failing run can be looked at again. */
export function chancesOf(run: number): KeyedNumbers {
  return keyedNumbers(new Uint8Array(16), "test", String(run), 0);
}

function pick<T>(list: readonly T[], chances: KeyedNumbers): T {
  return list[chances.below(list.length)] as T;
}

function signs(count: number, from: string, chances: KeyedNumbers): string {
  return Array.from({ length: count }, () => pick([...from], chances)).join("");
}

function name(chances: KeyedNumbers): string {
  const word = () => signs(1, capitals, chances) + signs(4 + chances.below(8), letters, chances);
  const separator = pick(["", "", " ", "-", " van ", "'"], chances);
  return separator === "" ? word() : word() + separator + word();
}

function date(firstYear: number, years: number, chances: KeyedNumbers): string {
  const parts = [firstYear + chances.below(years), 1 + chances.below(12), 1 + chances.below(28)];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

export type MadeUpPerson = ReturnType<typeof madeUpPerson>;

export function madeUpPerson(chances: KeyedNumbers) {
  const documentNumber = signs(2, capitals, chances) + signs(7, "23456789", chances);
  const [firstName, lastName] = [name(chances), name(chances)];
  const [dateOfBirth, dateOfExpiry] = [date(1930, 90, chances), date(2020, 20, chances)];
  const personalNumber = signs(11, "23456789", chances);
  return {
    firstName,
    lastName,
    dateOfBirth,
    dateOfExpiry,
    documentNumber,
    personalNumber,
    email: `${signs(9, "abcdefghjkmnp", chances)}@mail.example.net`,
    phone: `+4${signs(10, "123456789", chances)}`,
    ipAddress: `86.${[90, 91, 92].map((from) => from + chances.below(100)).join(".")}`,
    token: signs(24, "abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", chances),
    reference: `ref_${signs(12, "abcdefghijkmnp23456789", chances)}`,
    street: `${name(chances)} 1${signs(6, "23456789", chances)}`,
    mrz: zone(documentNumber, dateOfBirth, dateOfExpiry, personalNumber),
  };
}

function zone(number: string, birth: string, expiry: string, personal: string): string {
  const short = (day: string) => day.slice(2).replaceAll("-", "");
  const checked = (text: string) => text + checkDigit(text);
  const optional = checked(personal.padEnd(14, "<"));
  const line = `${checked(number)}UTO${checked(short(birth))}F${checked(short(expiry))}${optional}`;
  const composite = checkDigit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43));
  return `${"P<UTOQUIXOTRA<<ZEBULINDA".padEnd(44, "<")}\n${line}${composite}`;
}

const base = "https://api.provider.example";

/** Traffic that says all about the person in many places, spellings and orders. */
export function trafficAbout(person: MadeUpPerson, chances: KeyedNumbers): HarMessage[] {
  const { firstName, lastName, email, token, reference, ...rest } = person;
  const inCase = (text: string) => pick([text, text.toUpperCase(), text.toLowerCase()], chances);
  const texts = [
    `${inCase(lastName)}, ${inCase(firstName)}`,
    `${inCase(firstName)} ${inCase(lastName)} <${email}>`,
    `${rest.documentNumber}/${reference} of ${rest.dateOfBirth.split("-").reverse().join(".")}`,
    `call ${rest.phone} from ${rest.ipAddress}`,
    `https://portal.other.example.org/${encodeURIComponent(lastName)}/${reference}?mail=${encodeURIComponent(email)}`,
    rest.mrz,
  ];
  const snake = chances.below(2) === 0;
  const named = snake
    ? {
        first_name: firstName,
        last_name: lastName,
        date_of_birth: rest.dateOfBirth,
        document_number: rest.documentNumber,
      }
    : { firstName, lastName, dateOfBirth: rest.dateOfBirth, documentNumber: rest.documentNumber };
  const authorization = { Authorization: `Bearer ${token}`, Cookie: `session=${token}x` };
  return [
    { method: "POST", url: `${base}/token`, body: { access_token: token, token_type: "Bearer", expires_in: 60 } },
    {
      method: "POST",
      url: `${base}/people?email=${encodeURIComponent(email)}`,
      requestHeaders: authorization,
      sent: {
        mimeType: "application/x-www-form-urlencoded",
        text: new URLSearchParams({ given_name: firstName, phone: rest.phone, reference }).toString(),
      },
      status: 201,
      headers: { Location: `${base}/people/${reference}?name=${encodeURIComponent(lastName)}` },
      body: { id: reference },
    },
    {
      url: `${base}/people/${reference}`,
      requestHeaders: authorization,
      body: {
        person: { ...named, expiryDate: rest.dateOfExpiry, personalNumber: rest.personalNumber, mrz: rest.mrz },
        again: [{ deep: { given_names: inCase(firstName), surname: inCase(lastName) } }],
        contact: { email, phone: rest.phone, ipAddress: rest.ipAddress, street: rest.street },
        messages: texts,
        [email]: { status: "accepted" },
      },
    },
  ];
}

import { isKeptWord } from "./kept-words.ts";
import type { KnownValues } from "./known-values.ts";
import type { Change, Leaf } from "./leaves.ts";
import { mapUrl, type UrlSettings } from "./map-url.ts";
import { isKnownMember } from "./member-kinds.ts";
import { replaceMrz } from "./mrz.ts";
import type { Place } from "./problems.ts";
import { refusedText } from "./refused-content.ts";
import type { StandIns } from "./stand-ins.ts";
import { createTextCleaner } from "./text-cleaner.ts";
import { isMrz } from "./text-shapes.ts";
import { isTrafficTime } from "./traffic-time.ts";

export interface ReplaceSettings extends UrlSettings {
  known: KnownValues;
  standIns: StandIns;
  recordedAt: Date;
}

const telling = /\p{L}|\d{4}/u;

/**
 * The second passage: puts the stand-ins in place. What nobody knows is a problem, unless the caller wrote it
 * (`isOurs`: options, calls, expectations): there only the values of the traffic are looked for.
 */
export function replaceValues(settings: ReplaceSettings): { traffic: Change; ours: Change } {
  const { known, standIns, problems, ownUrls, rules } = settings;
  const zone = (text: string) => replaceMrz(text, settings);
  let inside: { change: Change; place: Place } | undefined;
  const cleanText = createTextCleaner({
    known,
    standIns,
    ownUrls,
    replaceMrz: zone,
    replaceUrl: (text) => (inside === undefined ? text : mapUrl(text, inside.place, settings, inside.change)),
  });

  function changeFor(isOurs: boolean): Change {
    function clean(text: string, place: Place) {
      const before = inside;
      inside = { change, place };
      const cleaned = cleanText(text);
      inside = before;
      return cleaned;
    }

    function unknown(text: string, place: Place): string {
      const cleaned = clean(text, place);
      if (!isOurs && telling.test(cleaned.rest)) problems.add(place, "unclean");
      return cleaned.text;
    }

    function textOf({ value, verdict, place }: Leaf<string>): string {
      const refused = verdict === "secret" ? undefined : refusedText(value);
      if (refused !== undefined && (verdict !== "assertion" || refused === "jwt")) problems.add(place, refused);
      switch (verdict) {
        case "unknown":
        case "url":
          return unknown(value, place);
        case "kept":
        case "word":
        case "country":
        case "code":
        case "region":
          return isKeptWord(value) ? value : clean(value, place).text;
        case "time":
          return isTrafficTime(value, settings.recordedAt) ? value : standIns.of("date", value);
        case "mrz":
          return isMrz(value) ? zone(value) : standIns.of("number", value);
        default:
          return standIns.of(verdict, value);
      }
    }

    function numberOf({ value, verdict, place }: Leaf<number>): number {
      const isTraffic = verdict === "kept" || verdict === "time";
      const isKnown = known.kindOf(String(value)) !== undefined && Math.abs(value) >= 100_000;
      if (isTraffic && !isKnown) return value;
      if (verdict === "unknown" && !isKnown && !isOurs) problems.add(place, "unclean");
      if (verdict === "unknown" && !isKnown) return value;
      if (verdict === "date") return Number(standIns.of("date", String(value)));
      return Number.isInteger(value) ? standIns.wholeNumber(value) : Number(standIns.number(String(value)));
    }

    const change: Change = {
      value: ({ value, ...leaf }) =>
        typeof value === "number" ? numberOf({ ...leaf, value }) : textOf({ ...leaf, value }),
      url: (text, place) => mapUrl(text, place, settings, change),
      key(text, place) {
        if (isKnownMember(text) || rules.isListed(text)) return text;
        const { text: cleaned, rest } = clean(text, place);
        // Names of members are the provider's; a text with spaces, signs or many digits is somebody's.
        if (!isOurs && /[^\x21-\x7e]|@|\d{4}/.test(rest.trim())) problems.add(place, "unclean");
        return cleaned;
      },
    };
    return change;
  }

  return { traffic: changeFor(false), ours: changeFor(true) };
}

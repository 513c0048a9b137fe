import { LANGUAGES, type Language } from '../relationship/language.ts';
import { MARKETS } from './markets.ts';
import { createMemory } from './memory.ts';

const LOCALES = Object.values(LANGUAGES).map(({ locale }) => locale);

// ISO 3166-1: the code of two letters and that of three. Intl knows no codes of three.
const ISO = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE
  BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS
  BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN
  COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST
  EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
  GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD
  HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM
  JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA
  LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
  MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
  NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG
  PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA
  SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD
  STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON
  TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
  VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`;
// Names in any language that people use and CLDR does not list.
const ALSO: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'EAU'],
  CZ: ['Czech Republic', 'República Checa'],
  GB: ['Great Britain', 'Gran Bretaña'],
  KR: ['Korea', 'Corea'],
  NL: ['Holland', 'Holanda'],
  US: ['United States of America', 'Estados Unidos de América', 'EUA'],
};

/** A country's name as the reader writes it. */
export function countryName(language: Language, code: string): string {
  return (
    regionNames(language, () => {
      return new Intl.DisplayNames(LANGUAGES[language].locale, { type: 'region' });
    }).of(code) ?? code
  );
}

const regionNames = createMemory<Intl.DisplayNames>(100);

/**
 * The ISO 3166-1 code of a country, given its code or its name in any of the bot’s languages; undefined for a country
 * outside the markets of the CSP program.
 */
export function countryCode(written: string): string | undefined {
  const isCode = /^[a-z]{2,3}$/i.test(written);
  return (isCode ? CODES.get(written.toUpperCase()) : undefined) ?? NAMES.get(foldName(written));
}

const DISPLAY = LOCALES.flatMap((locale) =>
  (['long', 'short'] as const).map((style) => {
    return new Intl.DisplayNames(locale, { type: 'region', style, fallback: 'none' });
  }),
);
// The markets of Microsoft's CSP programme; CLDR alone would also name countries that no longer exist.
const CODES = new Map([
  ...MARKETS.countries.map((code) => [code, code] as const),
  ...ISO.trim()
    .split(/\s+/)
    .map((both) => [both.slice(2), both.slice(0, 2)] as const)
    .filter(([, code]) => MARKETS.countries.includes(code)),
  // Reserved for it in ISO 3166.
  ['UK', 'GB'] as const,
]);
// Each language's “and”, which stands in the names of some countries.
const CONJUNCTIONS = LOCALES.map((locale) => {
  const [, between] = new Intl.ListFormat(locale).formatToParts(['1', '2']);
  return between?.value.trim();
});
const NAMES = new Map(
  MARKETS.countries.flatMap((code) => namesOf(code).map((name) => [name, code] as const)),
);

function namesOf(code: string): readonly string[] {
  const names = [...DISPLAY.map((display) => display.of(code)), ...(ALSO[code] ?? [])];
  // Shorter than three letters they would be codes of other countries: `RU` is short for Reino Unido.
  return names
    .flatMap((name) => (name === undefined ? [] : [foldName(name)]))
    .filter(({ length }) => length > 2);
}

// `EE. UU.` is `EEUU`, `Trinidad y Tobago` is `Trinidad & Tobago`.
function foldName(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !CONJUNCTIONS.includes(word))
    .join('')
    .replace(/\P{L}+/gu, '');
}

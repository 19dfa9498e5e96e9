/**
 * What must never reach a terminal as text: C0, DEL and C1 are commands to it (ECMA-48), the bidi marks of UAX #9
 * reorder what a person reads, and the two Unicode line separators break a row.
 */
const forbidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const everyForbidden = new RegExp(forbidden, 'g');

/** Whether the text has a control character, a bidi mark or a line separator. */
export const hasControls = (text: string): boolean => forbidden.test(text);

/** The text without control characters, bidi marks and line separators. */
export const withoutControls = (text: string): string => text.replace(everyForbidden, '');

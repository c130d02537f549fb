import { canonicalText } from "../xml";

/** A UUID as libvirt prints it, which reads one with its hyphens and blanks anywhere. Source: virUUIDParse */
export const uuid = canonicalText("a UUID such as 09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f", (text) => {
    const digits = text.replace(/[-\s]/g, "").toLowerCase();
    return /^[0-9a-f]{32}$/.test(digits) ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") : text;
});

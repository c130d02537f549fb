export { count, canonicalText, hex, oneOf, onOff, openSet, text, texts, trueFalse, yesNo, type Codec } from "./codecs";
export { decode, decodeWhatFits, type Decoded } from "./decode";
export { defined, type Defined } from "./defined";
export { amend, encode } from "./encode";
export { fit, type Fitted, type Misfit } from "./fit";
export { groupedBy } from "./grouped";
export {
    childOf,
    isElement,
    textOf,
    XmlMalformed,
    XmlMismatch,
    type Mismatch,
    type XmlChild,
    type XmlNode,
} from "./node";
export { meantBy } from "./nearWord";
export { project } from "./project";
export { pathsBelow, xmlPath } from "./paths";
export { Placed, type Place } from "./places";
export { MAX_BYTES, read, readPlaced } from "./read";
export {
    argument,
    element,
    leaf,
    list,
    node,
    opt,
    raw,
    shortList,
    shortNode,
    without,
    type Facts,
    type Field,
    type Fields,
    type FieldsOf,
    type Model,
    type ModelOf,
    type Shorthand,
    type Table,
} from "./table";
export {
    formatted,
    legible,
    quoted,
    shortened,
    visibleJson,
    visibleLine,
    visibleName,
    visibleText,
    visibleXml,
} from "./visible";
export { write } from "./write";

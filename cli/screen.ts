/** Screen for a table. */
export interface Screen {
    /** In terminal columns; undefined of what is no terminal. */
    readonly columns: number | undefined;
    readonly isInColour: boolean;
}

/** Columns of a page, for what is no terminal. */
const PAGE = 80;

/** Columns that a table may take. */
export const widthOf = ({ columns = PAGE }: Screen): number => columns;

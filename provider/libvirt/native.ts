import { LibvirtError, LibvirtMissing } from "./errors";
import { koffi, type LibraryHandle } from "./koffi";
import { newer, prototypes, type Functions, type Handle, type VirConnectAuth } from "./prototypes";

/** libvirt's C functions. Each throws a `LibvirtError` where C answers NULL or -1. */
export type Native = Functions<typeof prototypes> & Partial<Functions<typeof newer>>;

// Homebrew's folders are not on the dynamic linker's path.
const libraries: readonly string[] =
    process.platform === "darwin"
        ? ["", "/opt/homebrew/lib/", "/usr/local/lib/"].map((folder) => `${folder}libvirt.0.dylib`)
        : ["libvirt.so.0"];

function open(names: readonly string[]): LibraryHandle {
    let detail = "";
    for (const name of names) {
        try {
            return koffi.load(name);
        } catch (error) {
            detail ||= `${name}: ${error instanceof Error ? error.message : String(error)}`;
        }
    }
    throw new LibvirtMissing(detail);
}

let library: LibraryHandle | undefined;

/**
 * Opens libvirt's client library, once, and nothing else: cheap enough for every check.
 * @throws LibvirtMissing
 */
export function assertInstalled(names: readonly string[] = libraries): void {
    if (names === libraries) library ??= open(names);
    else open(names);
}

koffi.disposable("Allocated", "str"); // without a function of its own, koffi calls C's free
const authCallback = koffi.pointer(koffi.proto("int virConnectAuthCallback(void *cred, uint ncred, void *cbdata)"));
koffi.struct("virConnectAuth", { credtype: "int *", ncredtype: "uint", cb: authCallback, cbdata: "void *" });
const virError = koffi.struct({ code: "int", domain: "int", message: "char *" }); // how the struct begins
const timeoutCallback = koffi.pointer(koffi.proto("void virEventTimeoutCallback(int timer, void *opaque)"));

/**
 * Binds the functions for this thread.
 * @param uri names the host in errors
 * @throws LibvirtMissing
 */
export function load(uri: string): Native {
    const so = (library ??= open(libraries));
    // libvirt prints each error to stderr unless a handler takes it. The handler belongs to the process and is called
    // in whichever thread fails, where JavaScript of another thread must not run: so it is C, and free(NULL) does nothing.
    (so.func("void virSetErrorFunc(void *userData, void *handler)") as (userData: null, handler: bigint) => void)(
        null,
        koffi.load(null).symbol("free") as bigint,
    );
    const lastError = so.func("void *virGetLastError()") as () => Handle | null;

    const bind = (prototype: string): [string, unknown] => {
        const name = /vir\w+(?=\()/.exec(prototype)?.[0] ?? prototype;
        const call = so.func(prototype) as (...args: unknown[]) => unknown;
        const checked = (...args: unknown[]): unknown => {
            const value = call(...args);
            if (value !== null && value !== -1) return value;
            // The error is thread-local and the next call clears it.
            const at = lastError();
            const error = at === null ? undefined : (koffi.decode(at, virError) as VirError);
            throw new LibvirtError(
                name,
                error?.code ?? 0,
                error?.domain ?? 0,
                error?.message ?? "no reason given",
                uri,
            );
        };
        return [name, checked];
    };
    const bindIfThere = (prototype: string): [string, unknown][] => {
        try {
            return [bind(prototype)];
        } catch {
            return [];
        }
    };
    return Object.fromEntries([...prototypes.map(bind), ...newer.flatMap(bindIfThere)]) as unknown as Native;
}

interface VirError {
    readonly code: number;
    readonly domain: number;
    readonly message: string | null;
}

const POINTER_BYTES = koffi.sizeof("void *");

/**
 * Takes the pointers out of a C array that libvirt allocated, and frees the array. It ends with a NULL, and that counts: the
 * number that libvirt returns beside it is the daemon's own, unchecked.
 */
export function takeArray(array: Handle | null): readonly Handle[] {
    if (array === null) return [];
    const handles: Handle[] = [];
    try {
        for (;;) {
            const handle = koffi.decode(array, handles.length * POINTER_BYTES, "void *") as Handle | null;
            if (handle === null) return handles;
            handles.push(handle);
        }
    } finally {
        koffi.free(array);
    }
}

let ref: ((conn: Handle) => number) | undefined;

/** Takes one more reference to a connection, for another thread. It never blocks, so the main thread may call it. */
export function addReference(conn: Handle): void {
    ref ??= (library ??= open(libraries)).func("int virConnectRef(void *conn)") as (conn: Handle) => number;
    ref(conn);
}

/** A timer's callback that only wakes the event loop. To be made, and to run, in the thread of the loop. */
export function wake(): bigint {
    return koffi.register(() => undefined, timeoutCallback);
}

/**
 * User names and passwords come from libvirt's auth.conf, which libvirt reads before it calls this. Nobody is there to
 * be asked for what is missing, so that fails the connection. For the thread that opens the connection.
 */
export function fromAuthConf(): VirConnectAuth {
    const AUTHNAME = 2;
    const PASSPHRASE = 5;
    const REALM = 8;
    const credtype = [AUTHNAME, PASSPHRASE, REALM];
    const nobody = (_cred: bigint, missing: number): number => (missing === 0 ? 0 : -1);
    return { credtype, ncredtype: credtype.length, cb: koffi.register(nobody, authCallback), cbdata: null };
}

/** Ends the process here and now, waiting for no thread. */
export function leave(code: number): void {
    (koffi.load(null).func("void _exit(int status)") as (status: number) => void)(code);
}

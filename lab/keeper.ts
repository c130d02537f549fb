import { startHost } from "./host";

// Holds a host for others until it is told to end: `npm start -- --keep` leaves one behind.
void (async () => {
    const host = await startHost();
    process.once("SIGTERM", () => void host.stop().then(() => process.exit(0)));
    setInterval(() => undefined, 60_000); // a host alone does not keep its process alive
    process.stdout.write(`${host.uri}\n`);
})();

import { startSandbox } from '@rouse/sandbox'
import type { Io } from '../io.ts'

/** `rouse sandbox`: emulators until SIGTERM or SIGINT. */
export async function sandboxCommand(options: { readonly json?: boolean }, io: Io): Promise<number> {
  const sandbox = await startSandbox()
  const stopped = io.stopped()
  if (options.json === true) io.out(JSON.stringify(sandbox.info))
  else {
    for (const [name, entry] of Object.entries(sandbox.info)) io.out(`${name}: ${typeof entry === 'string' ? entry : (entry as { url: string }).url}`)
    io.out(`Push to it: npm run -s rouse -- push --message FILE --recipient FILE --config ${sandbox.info.config}`)
  }
  await stopped
  await sandbox.close()
  return 0
}

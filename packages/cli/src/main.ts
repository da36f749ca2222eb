import { createRequire } from 'node:module'
import { RouseError } from '@rouse/core'
import { Command, CommanderError, Option } from 'commander'
import { BadInput } from './input/bad-input.ts'
import { type Io, withOneStdin } from './io.ts'

const exitCodes = '\nExit code: 0 done, 1 failed, 2 bad input: nothing was done.'

/** The version of this package. */
const version = (): string => (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version

const factHelp =
  'a fact of the host’s own and what it answers for every recipient, JSON, else text: calendar={"busy":true}; calendar alone: it is there, its value missing'

/** An option that may be given several times: a list of its own would swallow the documents that come after it. */
const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** Runs one command line; resolves its exit code: 0 done, 1 failed, 2 bad input. */
export async function main(args: readonly string[], given: Io): Promise<number> {
  const io = withOneStdin(given, () => new BadInput(['stdin: only one file can be -']))
  let code = 0
  const program = new Command('rouse')
    .description('Decides who is woken by a chat message, says it in the phone vendor’s dialect, and delivers it.')
    .version(version(), '-V, --version', 'print the version of the command')
    .addHelpText('after', exitCodes)
    .exitOverride()
    .configureOutput({ writeOut: text => io.out(text.trimEnd()), writeErr: text => io.err(text.trimEnd()) })

  const people = (command: Command) =>
    command
      .option('--message <file>', 'required: a message, or an array of them, as JSON; - is standard input')
      .option('--recipient <file>', 'required: a recipient, or an array of them, as JSON; - is standard input')
      .option('--policy <file>', 'a policy document; default: the default policy')
      .option('--fact <name=value>', factHelp, collected)
      .option('--config <file>', 'channels, apps and credentials')
      .option('--now <time>', 'the clock of the decision, RFC 3339')
      .option('--json', 'JSON for programs')

  people(program.command('explain').description('Say what would be decided and sent, and why. Sends nothing, needs no credentials.'))
    .option('--show-tokens', 'device tokens as they are, not hashed')
    .option('--set <path=value...>', 'what if: device.session=logged-out, message.push.enabled=false, recent.recipient=12; values are JSON, else text')
    .option('--name <id=name>', 'what someone is called in sentences: alice=Alice', collected)
    .addOption(new Option('--locale <language>', 'language of the sentences').choices(['en', 'zh-Hans']).default('en'))
    .addHelpText('after', exitCodes)
    .action(async options => {
      demandFiles(options)
      const { explainCommand } = await import('./commands/explain.ts')
      code = await explainCommand(options, io)
    })

  people(program.command('push').description('Decide, deliver, and print the end of each push.'))
    .option('--proxy <url>', 'an HTTP proxy for all vendors: http://[user:password@]host[:port]; default: HTTPS_PROXY and NO_PROXY')
    .addHelpText('after', '\nExit code: 0 done, 1 a push failed, was rejected or expired, 2 bad input: nothing was sent.')
    .action(async options => {
      demandFiles(options)
      const { pushCommand } = await import('./commands/push.ts')
      code = await pushCommand(options, io)
    })

  program
    .command('check')
    .description('Check a policy document and run its own tests; with --diff, search for what it decides differently from another.')
    .argument('<policy>', 'the document; with --diff, the old one')
    .argument('[new]', 'with --diff, the new one')
    .option('--diff', 'search for a message and recipient that the two documents decide differently')
    .option('--all', 'with --diff, the smallest case for each rule that differs')
    .option('--seed <number>', 'of the search', '1')
    .option('--seconds <number>', 'how long to search', '8')
    .option('--fact <name=value>', factHelp, collected)
    .option('--json', 'JSON for programs')
    .addHelpText('after', '\nExit code: 0 all well, 1 a test failed or the documents differ, 2 a document is refused.')
    .action(async (policy, other, options) => {
      const { checkCommand } = await import('./commands/check.ts')
      code = await checkCommand(policy, other, options, io)
    })

  program
    .command('sandbox')
    .description('Run loopback emulators of the vendors’ push APIs until stopped.')
    .option('--json', 'one line of JSON when ready')
    .addHelpText('after', exitCodes)
    .action(async options => {
      const { sandboxCommand } = await import('./commands/sandbox.ts')
      code = await sandboxCommand(options, io)
    })

  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof BadInput) {
      for (const line of error.lines) io.err(line)
      return 2
    }
    if (error instanceof RouseError) {
      io.err(`${error.code}: ${error.message}`)
      return error.mistakes.length > 0 ? 2 : 1
    }
    throw error
  }
}

/** Required options are checked here and not by the parser, which would name a missing option before a mistyped one. */
function demandFiles(options: Readonly<Record<string, unknown>>): void {
  for (const name of ['message', 'recipient']) {
    if (options[name] === undefined) throw new BadInput([`error: required option '--${name} <file>' not specified`])
  }
}

import { verbatimEnvironments, withoutStar } from '../../../text/latexNames.ts';
import {
  declaredQuoting,
  isConditional,
  mathEnvironments,
  type QuotingCommand,
  quotingCommands,
} from './texNames.ts';
import { type Argument, readArgument, readOption, skipSpace } from './texText.ts';

type EnvironmentKind = 'verbatim' | 'comment' | 'math' | 'plain';

/** What a command stands for that the file defines as nothing but this. */
type Alias = { begin: string } | { end: string };

const ENVIRONMENTS =
  /^(?:(?:re|provide)?newenvironment|renewenvironment|(?:New|Renew|Provide|Declare)DocumentEnvironment)$/;
const COMMANDS =
  /^(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand|newrobustcmd|[gex]?def)$/;
const VERBATIM =
  /^(?:lstnewenvironment|(?:Define|Custom|Recustom)VerbatimEnvironment|(?:re)?newtcblisting|(?:New|Renew|Provide|Declare)TCBListing|newverbatim)$/;
const SHORT_VERB = /^(?:(?:Make|MakeSpecial|Define)ShortVerb|lstMakeShortInline)$/;
const NO_SHORT_VERB = /^(?:DeleteShortVerb|UndefineShortVerb|lstDeleteShortInline)$/;

/** What a file says of its own commands and environments, as far as it changes how TeX reads. */
export class TexDeclarations {
  private readonly environments = new Map<string, EnvironmentKind>();
  private readonly quoting = new Map<string, QuotingCommand>();
  private readonly aliases = new Map<string, Alias>();
  private readonly conditionals = new Set<string>();
  /** Characters that quote up to the next of the same. */
  readonly shortVerbs = new Set<string>();
  /** Where bodies of definitions open: what is in them is not read where it stands. */
  readonly bodies = new Set<number>();

  kindOf(environment: string): EnvironmentKind {
    const declared = this.environments.get(environment);
    if (declared) return declared;
    const name = withoutStar(environment);
    if (name === 'comment') return 'comment';
    if (verbatimEnvironments.has(name)) return 'verbatim';
    return mathEnvironments.has(name) ? 'math' : 'plain';
  }

  quotes(command: string): QuotingCommand | undefined {
    return this.quoting.get(command) ?? quotingCommands.get(command);
  }

  aliasOf(command: string): Alias | undefined {
    return this.aliases.get(command);
  }

  isConditional(command: string, next: string): boolean {
    return isConditional(command, this.conditionals.has(command), next);
  }

  /**
   * Takes note of what a command declares, if it is one of those that do; its arguments begin at `at`. Says where what
   * it names ends, which is not to be taken for itself.
   */
  read(command: string, text: string, at: number): number | undefined {
    if (COMMANDS.test(command)) return this.readCommand(command, text, at);
    if (SHORT_VERB.test(command)) return this.readShortVerb(text, at, true);
    if (NO_SHORT_VERB.test(command)) return this.readShortVerb(text, at, false);
    if (command === 'let') return this.readLet(text, at);
    if (ENVIRONMENTS.test(command)) this.readEnvironment(text, at);
    else if (VERBATIM.test(command)) this.declare(nameBehindOption(text, at), 'verbatim');
    else return this.readOther(command, text, at);
    return undefined;
  }

  private readOther(command: string, text: string, at: number): number | undefined {
    const name = readArgument(text, at);
    switch (command) {
      case 'newif':
        this.conditionals.add(commandIn(name));
        return name?.end;
      case 'excludecomment':
        return this.declare(name, 'comment');
      case 'includecomment':
      case 'specialcomment':
        return this.declare(name, 'plain');
      case 'newminted':
        return this.readMinted(text, at, 'code');
      case 'newmint':
      case 'newmintinline':
        return this.readMinted(text, at, command === 'newmint' ? '' : 'inline');
      case 'DeclareUrlCommand':
        this.quoting.set(commandIn(name), declaredQuoting.url);
        return name?.end;
      case 'newverbcommand':
      case 'CustomVerbatimCommand':
      case 'RecustomVerbatimCommand':
      case 'DefineVerbatimCommand':
        this.quoting.set(commandIn(name), declaredQuoting.either);
        return name?.end;
      default:
        return undefined;
    }
  }

  private declare(name: Argument | undefined, kind: EnvironmentKind): undefined {
    if (name) this.environments.set(name.content.trim(), kind);
  }

  /** `\newminted[name]{language}{options}` and its like; without a name it is made of the language. */
  private readMinted(text: string, at: number, ending: 'code' | 'inline' | ''): undefined {
    const given = readOption(text, at);
    const language = readArgument(text, given?.end ?? at);
    if (!language) return;
    const name = given?.content ?? language.content + ending;
    if (ending !== 'code') this.quoting.set(name, declaredQuoting.either);
    else for (const one of [name, `${name}*`]) this.environments.set(one, 'verbatim');
  }

  private readShortVerb(text: string, at: number, quotes: boolean): number | undefined {
    const starless = text[at] === '*' ? at + 1 : at;
    const open = skipSpace(text, readOption(text, starless)?.end ?? starless);
    const inner = text[open] === '{' ? open + 1 : open;
    const last = text[inner] === '\\' ? inner + 1 : inner;
    const character = text[last];
    if (character === undefined || /[\s{}\\]/.test(character)) return undefined;
    if (quotes) this.shortVerbs.add(character);
    else this.shortVerbs.delete(character);
    return last + 1;
  }

  private readEnvironment(text: string, at: number): void {
    const name = readArgument(text, text[at] === '*' ? at + 1 : at);
    if (!name) return;
    let end = name.end;
    for (let option = readOption(text, end); option; option = readOption(text, end)) end = option.end;
    let begin = readArgument(text, end);
    // \NewDocumentEnvironment has its arguments in braces.
    if (
      begin &&
      /^\s*(?:[mvbrRdDoOstelE!+>=][^\\]*)?$/.test(begin.content) &&
      text[skipSpace(text, begin.end)] === '{'
    ) {
      const next = readArgument(text, begin.end);
      if (next && readArgument(text, next.end)) begin = next;
    }
    if (!begin) return;
    this.bodies.add(begin.from);
    const last = readArgument(text, begin.end);
    if (last) this.bodies.add(last.from);
    this.environments.set(name.content.trim(), this.kindOfBody(begin.content));
  }

  /** Of an environment that begins with these commands. */
  private kindOfBody(body: string): EnvironmentKind {
    const [, opened] = /\\begin\s*\{([^}]*)\}(?![^]*\\end\b)/.exec(body) ?? [];
    if (opened !== undefined && this.kindOf(opened) === 'math') return 'math';
    for (const [, command] of body.matchAll(/\\([A-Za-z]+)/g)) {
      if (command === 'VerbatimEnvironment') return 'verbatim';
      const kind = this.kindOf(command);
      // `\verbatim` begins what \begin{verbatim} does; \math... with a group of its own is none of these.
      if (kind !== 'plain') return kind;
    }
    const bare = body.replace(/\\[$\\]/g, '');
    if (/\\\[|\\\((?![^]*\\[\])])/.test(bare)) return 'math';
    return bare.split('$').length % 2 === 0 || /\$\$(?![^]*\$\$)/.test(bare) ? 'math' : 'plain';
  }

  private readCommand(command: string, text: string, at: number): number | undefined {
    const name = readArgument(text, text[at] === '*' ? at + 1 : at);
    if (!name) return undefined;
    const defined = commandIn(name);
    let open = name.end;
    if (command.endsWith('def')) {
      // The parameters, which have no braces.
      const brace = text.slice(open, open + 100).search(/[{}\n\\]/);
      if (brace < 0 || text[open + brace] !== '{') return name.end;
      open += brace;
    } else
      for (let option = readOption(text, open); option; option = readOption(text, open)) open = option.end;
    let body = readArgument(text, open);
    if (command.endsWith('DocumentCommand') && body) body = readArgument(text, body.end) ?? body;
    if (!body) return name.end;
    this.bodies.add(body.from);
    this.aliases.delete(defined);
    this.define(defined, body.content.trim());
    return name.end;
  }

  private define(command: string, body: string): void {
    const [, quoting] = /^\\([A-Za-z]+)\*?(?:\[[^\]]*\])?$/.exec(body) ?? [];
    const quotes = quoting === undefined ? undefined : this.quotes(quoting);
    if (quotes) this.quoting.set(command, quotes);
    const [, begun] = /^\\begin\s*\{([^}]*)\}(?![^]*\\end\b)/.exec(body) ?? [];
    const [, ended] = /^(?![^]*\\begin\b)[^]*\\end\s*\{([^}]*)\}$/.exec(body) ?? [];
    if (begun !== undefined) this.aliases.set(command, { begin: begun });
    else if (ended !== undefined) this.aliases.set(command, { end: ended });
    else if (body === '\\[') this.aliases.set(command, { begin: 'displaymath' });
    else if (body === '\\]') this.aliases.set(command, { end: 'displaymath' });
  }

  /** `\let\new=\old` */
  private readLet(text: string, at: number): number | undefined {
    const name = readArgument(text, at);
    if (!name) return undefined;
    const equals = skipSpace(text, name.end);
    const meaning = readArgument(text, text[equals] === '=' ? equals + 1 : equals);
    if (!meaning?.content.startsWith('\\')) return name.end;
    const defined = commandIn(name);
    const old = commandIn(meaning);
    const quotes = this.quotes(old);
    if (quotes) this.quoting.set(defined, quotes);
    const kind = this.kindOf(old);
    if (kind === 'math') this.aliases.set(defined, { begin: old });
    else if (kind !== 'plain') this.environments.set(defined, kind);
    if (old.startsWith('end') && this.kindOf(old.slice(3)) === 'math')
      this.aliases.set(defined, { end: old.slice(3) });
    if (this.isConditional(old, '')) this.conditionals.add(defined);
    return meaning.end;
  }
}

function nameBehindOption(text: string, at: number): Argument | undefined {
  return readArgument(text, readOption(text, at)?.end ?? at);
}

/** The command's name in `{\name}` or `\name`. */
function commandIn(argument: Argument | undefined): string {
  return argument?.content.trim().replace(/^\\/, '') ?? '';
}

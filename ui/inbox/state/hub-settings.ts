/**
 * The hub's API about AI agents, articles and widgets, as the settings screens use it: one function per
 * call. Nothing is kept here and nothing tried twice; every function throws what `Ipc.hub` throws.
 */
import type {
  AiAgentChange,
  AiAgentSettings,
  Article,
  ArticleUsage,
  Block,
  Imported,
  Ipc,
  ModelChange,
  ModelTest,
  PickedFile,
  Preview,
  Said,
  TriedTurn,
  WidgetChange,
  WidgetSettings,
} from '../ipc';
import { items } from './hub';

type Hub = Pick<Ipc, 'hub'>;

export async function aiAgents(ipc: Hub): Promise<AiAgentSettings[]> {
  return items(await ipc.hub('GET', '/v1/ai-agents'));
}

/** Without an id a new one is made; one of kind `api` then comes with its key. */
export async function putAiAgent(
  ipc: Hub,
  id: string | null,
  change: AiAgentChange,
): Promise<AiAgentSettings> {
  const [method, path] = put('/v1/ai-agents', id);
  return (await ipc.hub(method, path, change)) as AiAgentSettings;
}

export async function removeAiAgent(ipc: Hub, id: string): Promise<void> {
  await ipc.hub('DELETE', `/v1/ai-agents/${id}`);
}

/** The old key stops at once. */
export async function newApiKey(ipc: Hub, id: string): Promise<string> {
  return ((await ipc.hub('POST', `/v1/ai-agents/${id}/key`)) as { key: string }).key;
}

/** Of an AI agent that exists, its stored key is used unless another is given. */
export async function testModel(
  ipc: Hub,
  openai: ModelChange,
  id: string | null,
): Promise<ModelTest> {
  const body = id === null ? { openai } : { openai, ai_agent: id };
  return (await ipc.hub('POST', '/v1/ai-agents/test', body)) as ModelTest;
}

export async function tryAiAgent(
  ipc: Hub,
  id: string,
  draft: AiAgentChange,
  said: Said[],
): Promise<TriedTurn> {
  const unsaved = Object.keys(draft).length > 0 ? { draft } : {};
  const body = { ai_agent: id, ...unsaved, said };
  return (await ipc.hub('POST', '/v1/ai-agents/try', body)) as TriedTurn;
}

export async function articles(ipc: Hub): Promise<Article[]> {
  return items(await ipc.hub('GET', '/v1/articles'));
}

export async function articleUsage(ipc: Hub): Promise<ArticleUsage> {
  return (await ipc.hub('GET', '/v1/articles/usage')) as ArticleUsage;
}

export async function putArticle(
  ipc: Hub,
  id: string | null,
  change: Partial<Omit<Article, 'id'>>,
): Promise<Article> {
  const [method, path] = put('/v1/articles', id);
  return (await ipc.hub(method, path, change)) as Article;
}

export async function removeArticle(ipc: Hub, id: string): Promise<void> {
  await ipc.hub('DELETE', `/v1/articles/${id}`);
}

export async function previewBlocks(ipc: Hub, text: string): Promise<Block[]> {
  return ((await ipc.hub('POST', '/v1/articles/preview', { text })) as Preview).blocks;
}

/** With `dryRun` nothing is stored: it says what would be. */
export async function importArticles(
  ipc: Hub,
  files: PickedFile[],
  dryRun: boolean,
): Promise<Imported> {
  const body = { files, dry_run: dryRun };
  return (await ipc.hub('POST', '/v1/articles/import', body)) as Imported;
}

export async function widgets(ipc: Hub): Promise<WidgetSettings[]> {
  return items(await ipc.hub('GET', '/v1/widgets'));
}

/** Without an id a new one is made, which comes with its identity secret. */
export async function putWidget(
  ipc: Hub,
  id: string | null,
  change: WidgetChange,
): Promise<WidgetSettings> {
  const [method, path] = put('/v1/widgets', id);
  return (await ipc.hub(method, path, change)) as WidgetSettings;
}

export async function removeWidget(ipc: Hub, id: string): Promise<void> {
  await ipc.hub('DELETE', `/v1/widgets/${id}`);
}

/** The old identity secret stops at once. */
export async function newSecret(ipc: Hub, id: string): Promise<string> {
  return ((await ipc.hub('POST', `/v1/widgets/${id}/secret`)) as { secret: string }).secret;
}

function put(path: string, id: string | null): ['POST' | 'PUT', string] {
  return id === null ? ['POST', path] : ['PUT', `${path}/${id}`];
}

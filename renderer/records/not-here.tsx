import { useGo } from '../app/use-go.ts';
import { Button } from '../parts/button.tsx';
import { DetailPane } from '../parts/detail-pane.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { useWords } from '../words/words-context.ts';

/** An address of a record that this laptop does not have. */
export function NotHere({ listPath }: { readonly listPath: string }) {
  const { say } = useWords();
  const go = useGo();
  const back = (): void => go(listPath);
  return (
    <DetailPane label={say('pane.label')} title={say('record.notHere')} onClose={back}>
      <EmptyState title={say('record.notHereWhy')} actions={<Button label={say('record.back')} onClick={back} />} />
    </DetailPane>
  );
}

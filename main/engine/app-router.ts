import { SERIES } from '../health/series.ts';
import { livePage } from '../live/live-page.ts';
import { discardMutation, undiscardMutations } from '../outbox/discard.ts';
import { dismissDraftSummary, draftsBelow, draftSummary } from '../outbox/drafts.ts';
import { holdMutation, releaseMutation } from '../outbox/hold.ts';
import { listOutbox, outboxItem } from '../outbox/list-outbox.ts';
import { listDependents, mustGetMutationRow } from '../outbox/outbox-store.ts';
import { resolveMutation } from '../outbox/resolve.ts';
import { explainMutation, runMutation } from '../outbox/run-mutation.ts';
import { dropForm, getForm, listForms, saveForm } from '../preferences/saved-forms.ts';
import { watchChanges } from './watch-changes.ts';
import { peopleRoutes } from './people-routes.ts';
import { implementApp, type AppImplementer } from './app-context.ts';
import { accessRoutes } from './access-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { measured, measuredWrite } from './health-samples.ts';
import { createReadRoutes, noted } from './read-routes.ts';
import { transferRoutes } from './transfer-routes.ts';

/** The app contract on one engine: the only thing that a window can reach. */
export function createAppRouter() {
  const os = implementApp();
  return {
    ...createReadRoutes(),
    people: peopleRoutes(os),
    transfer: transferRoutes(os),
    health: healthRoutes(os),
    audit: accessRoutes(os),
    session: {
      status: os.session.status.handler(({ context }) => context.sessionStatus()),
      signOut: os.session.signOut.handler(({ context, input }) => context.signOut(input.isUnsentKept)),
    },
    sync: {
      now: os.sync.now.handler(({ context }) => context.signedIn().syncNow()),
      status: os.sync.status.handler(({ context }) => context.syncStatus()),
      watch: os.sync.watch.handler(({ context, signal }) => context.watchStatus(signal)),
      acceptDeletions: os.sync.acceptDeletions.handler(({ context }) => context.signedIn().acceptDeletions()),
      verify: os.sync.verify.handler(({ context }) => context.signedIn().verify()),
      workOffline: os.sync.workOffline.handler(({ context, input }) => context.workOffline(input.isOn)),
    },
    mutations: {
      run: os.mutations.run.handler(({ context, input }) => {
        const signedIn = context.signedIn();
        const isWrapperToBlame = () => signedIn.isOnlyWrapperAway();
        return measuredWrite(context, { name: input.name, isWrapperToBlame }, () =>
          runMutation(signedIn.outbox, input),
        );
      }),
      explain: os.mutations.explain.handler(({ context, input }) =>
        measured(context, SERIES.explain, () => explainMutation(context.signedIn().outbox, input)),
      ),
    },
    outbox: outboxRoutes(os),
    forms: {
      save: os.forms.save.handler(({ context, input }) => {
        const { user, outbox } = context.signedIn();
        return saveForm(user, outbox.clock, { key: input.key, body: input.body });
      }),
      get: os.forms.get.handler(({ context, input }) => getForm(context.signedIn().user.db.read, input.key)),
      list: os.forms.list.handler(({ context }) => listForms(context.signedIn().user.db.read)),
      drop: os.forms.drop.handler(({ context, input }) => dropForm(context.signedIn().user, input.key)),
    },
    live: {
      page: os.live.page.handler(({ context, input }) => {
        const { user, outbox } = context.signedIn();
        const page = () => noted(context, ['live', 'page'], input, livePage(user.db.read, input, outbox.employeeId));
        return measured(context, SERIES.read(`live.${input.set}`), page);
      }),
      changes: os.live.changes.handler(({ context, signal }) => watchChanges(context.signedIn().user, signal)),
    },
  };
}

function outboxRoutes(os: AppImplementer) {
  const { outbox } = os;
  return {
    list: outbox.list.handler(({ context, input }) =>
      listOutbox(context.signedIn().user.db.read, input.states, input.limit),
    ),
    get: outbox.get.handler(({ context, input }) => {
      const { read } = context.signedIn().user.db;
      return outboxItem(read, mustGetMutationRow(read, input.mutationId));
    }),
    dependents: outbox.dependents.handler(({ context, input }) => {
      const { read } = context.signedIn().user.db;
      mustGetMutationRow(read, input.mutationId);
      return listDependents(read, input.mutationId).map((row) => outboxItem(read, row));
    }),
    discard: outbox.discard.handler(({ context, input }) => ({
      discarded: discardMutation(context.signedIn().outbox, input.mutationId, input.expect),
    })),
    undiscard: outbox.undiscard.handler(({ context, input }) => ({
      restored: undiscardMutations(context.signedIn().outbox, input.mutationIds),
    })),
    hold: outbox.hold.handler(({ context, input }) => {
      const { outbox: own, user } = context.signedIn();
      holdMutation(own, input.mutationId);
      return outboxItem(user.db.read, mustGetMutationRow(user.db.read, input.mutationId));
    }),
    release: outbox.release.handler(({ context, input }) => {
      const signedIn = context.signedIn();
      releaseMutation(signedIn.outbox, input.mutationId);
      signedIn.drafts.releaseIfOnline();
      const { read } = signedIn.user.db;
      return outboxItem(read, mustGetMutationRow(read, input.mutationId));
    }),
    resolve: outbox.resolve.handler(({ context, input }) => {
      const signedIn = context.signedIn();
      const { mutationId, choice, args } = input;
      const resolved = resolveMutation(signedIn.outbox, { mutationId, choice, args });
      signedIn.drafts.releaseIfOnline();
      return resolved;
    }),
    ...draftRoutes(os),
  };
}

function draftRoutes({ outbox }: AppImplementer) {
  return {
    below: outbox.below.handler(({ context, input }) => {
      const { read } = context.signedIn().user.db;
      return draftsBelow(read, input.mutationIds).map((row) => outboxItem(read, row));
    }),
    apply: outbox.apply.handler(({ context, input }) => ({ applied: context.signedIn().drafts.apply(input.which) })),
    summary: outbox.summary.handler(({ context }) => draftSummary(context.signedIn().user.db.read)),
    dismissSummary: outbox.dismissSummary.handler(({ context }) => {
      dismissDraftSummary(context.signedIn().outbox);
      return null;
    }),
    review: outbox.review.handler(({ context, input }) => {
      context.signedIn().drafts.set(input.isOn);
      return input;
    }),
  };
}

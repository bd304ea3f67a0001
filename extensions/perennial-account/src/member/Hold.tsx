import type { HoldView, RewardView } from "../../../shared/answers";
import { dayIn, pointsIn, type Words } from "../../../shared/words";
import type { Member } from "./use-member";

type Props = { hold: HoldView; rewards: readonly RewardView[]; member: Member; words: Words };

/** The reward that is open: its code to copy, or that it is being made. */
export function Hold({ hold, rewards, member, words }: Props) {
  const { redemptionId, rewardId, points, state, code, expiresOn } = hold;
  const title = rewards.find(({ id }) => id === rewardId)?.title ?? pointsIn(words, points);
  return (
    <s-section heading={words.translate("hold.heading", { reward: title })}>
      <s-stack gap="base">
        {state === "held" ? (
          <s-stack direction="inline" gap="small-200" alignItems="center">
            <s-spinner accessibilityLabel={words.translate("hold.making")} />
            <s-text>{words.translate("hold.making")}</s-text>
          </s-stack>
        ) : (
          <s-stack gap="small-200">
            {code !== null && (
              <s-stack direction="inline" gap="base" alignItems="center">
                <s-text type="strong">{code}</s-text>
                <s-button commandFor="perennial-code" command="--copy" variant="secondary">
                  {words.translate("copy")}
                </s-button>
                <s-clipboard-item id="perennial-code" text={code} />
              </s-stack>
            )}
            <s-text color="subdued">
              {code === null ? words.translate("hold.credited") : words.translate("hold.use")}
              {expiresOn !== null && ` ${words.translate("hold.until", { day: dayIn(words, expiresOn) })}`}
            </s-text>
          </s-stack>
        )}
        {code !== null && (
          <s-button
            variant="secondary"
            loading={member.busy === redemptionId}
            onClick={() => member.cancel(redemptionId)}
          >
            {words.translate("hold.cancel", { points: pointsIn(words, points) })}
          </s-button>
        )}
      </s-stack>
    </s-section>
  );
}

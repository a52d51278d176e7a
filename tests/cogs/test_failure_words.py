"""Why something isn't posted, in words for those who can do something about it."""

from bot.domain.ids import ChannelId, CommunityId, PostId
from bot.domain.posts import GONE, Action, Owed, Post, PostKind, PostState
from cogs.words.failures import MOST_LINES, failures


def refused(reason: str, kind: PostKind = PostKind.PROMPT_CARD, action: Action = Action.CREATE) -> Post:
    owed = Owed("key", CommunityId(1), ChannelId(9), action, kind, {"work": 4})
    return Post(PostId(1), owed, PostState.FAILED, 1, 1, None, None, None, reason)


def test_a_missing_permission_is_named():
    [line] = failures([(refused("403 50013 Missing Permissions"), ["Send Messages"])])
    assert line == "**Not posted:** the card in <#9>: my role needs **Send Messages** there."


def test_a_permission_that_is_there_again_is_not_asked_for():
    [line] = failures([(refused("403 50013 Missing Permissions"), [])])
    assert line.endswith("I wasn't allowed to post there; it looks as if I may now.")


def test_a_deleted_message_is_gone_and_a_failed_edit_is_out_of_date():
    assert failures([(refused(GONE), [])]) == ["**Gone:** the card in <#9> was deleted."]
    edit = refused("403 50001 Missing Access", action=Action.EDIT)
    assert failures([(edit, ["View Channel"])])[0].startswith("**Not up to date:** the card in <#9>:")


def test_what_only_waits_for_another_post_is_not_listed_beside_it():
    card, thread = refused("404 10003 Unknown Channel"), refused("what it belongs to could not be posted")
    assert failures([(card, []), (thread, [])]) == ["**Not posted:** the card in <#9>: that channel is gone."]
    assert len(failures([(thread, [])])) == 1


def test_words_of_discords_that_we_have_none_for_are_quoted_and_disarmed():
    [line] = failures([(refused("400 1 @everyone **boom**", PostKind.WORK_ANSWER), [])])
    assert line == "**Not posted:** the line under #4 in <#9>: Discord answered “@\u200beveryone \\*\\*boom\\*\\*”."


def test_many_are_counted_after_a_few():
    lines = failures([(refused("404 10003 Unknown Channel"), [])] * (MOST_LINES + 3))
    assert (len(lines), lines[-1]) == (MOST_LINES + 1, "… and 3 more.")

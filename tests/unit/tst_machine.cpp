// SPDX-License-Identifier: GPL-3.0-or-later
// The table is checked when it is compiled; this looks at what the check itself catches, and at the words.
#include "core/machine/check.h"

#include <QTest>

using namespace machine;

namespace {

/// A copy of the LNet machine with one mistake in it.
constexpr Machine sound { .kind = Kind::Lnet, .name = "test", .states = { Unconfigured, Unloaded, Down }, .holds = {},
    .moves = { { Unconfigured, Unloaded, "Configure", { V::LnetConfigure } }, { Unloaded, Down, "Load", { V::LnetLoad } },
        { Down, Unconfigured, "Back", { V::LnetUnload } } } };

constexpr Machine with(Few<Hold, 6> holds, Few<Transition, 12> moves)
{
    return { .kind = Kind::Lnet, .name = "test", .states = { Unconfigured, Unloaded, Down }, .holds = holds, .moves = moves };
}

constexpr Transition configure { Unconfigured, Unloaded, "Configure", { V::LnetConfigure } };
constexpr Transition load { Unloaded, Down, "Load", { V::LnetLoad } };
constexpr Hold server { { Down }, { MyServer, Kind::Server, { Managed } }, Unloaded };

static_assert(isWellFormed(sound));
static_assert(!isWellFormed(with({}, { configure })), "a state that nothing leads to");
static_assert(!isWellFormed(with({}, { configure, load, load })), "one way twice");
static_assert(!isWellFormed(with({}, { configure, load, { Down, Down, "Stay", {} } })), "a way to itself");
static_assert(!isWellFormed(with({}, { configure, load, { Down, Up, "Start", {} } })), "a state of another machine");
static_assert(!isWellFormed(with({}, { configure, { Unloaded, Down, "Load", { V::LnetState } } })), "a verb that writes nothing");
static_assert(!isWellFormed(with({}, { configure, { Unloaded, Down, "", { V::LnetLoad } } })), "a following move with steps");
static_assert(!isWellFormed(with({ server }, { configure, load })), "no way out of a hold");
static_assert(isWellFormed(with({ server }, { configure, load, { Down, Unloaded, "Unload", { V::LnetUnload } } })));
static_assert(!isWellFormed(with({ { { Down }, { MyServer, Kind::Server, { Mounted } }, Unloaded } },
                  { configure, load, { Down, Unloaded, "Unload", { V::LnetUnload } } })), "a need for a state that a server has not");
static_assert(undoOf(Kind::Target, Unmounted, Mounted) == "Stop target");
static_assert(undoOf(Kind::Target, Unformatted, Formatted).empty());

} // namespace

class TestMachine : public QObject {
    Q_OBJECT
private slots:
    void wordsComeBack()
    {
        for (const Machine &m : machines)
            for (const State s : m.states) {
                QVERIFY(!word(s).empty());
                QCOMPARE(stateFromWord(word(s)), s);
            }
        QCOMPARE(stateFromWord("unknown"), State::Unknown);
        QCOMPARE(stateFromWord("no such word"), State::None);
        QCOMPARE(stateFromWord(""), State::None);
    }
    void everyTargetActionHasAName()
    {
        for (const Machine &m : machines)
            for (const Transition &t : m.moves)
                QVERIFY(t.follows() || (t.action.front() >= 'A' && t.action.front() <= 'Z'));
    }
};

QTEST_APPLESS_MAIN(TestMachine)
#include "tst_machine.moc"

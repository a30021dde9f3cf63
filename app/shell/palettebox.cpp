// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/palettebox.h"

#include "app/models/words.h"
#include "app/shell/chooser.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QKeyEvent>
#include <QListWidget>
#include <algorithm>

namespace shell {

namespace {
constexpr std::size_t mostActors = 8;
constexpr std::size_t mostShown = 12;
}

PaletteBox::PaletteBox(QWidget *window)
    : QLineEdit(window)
    , m_results(new QListWidget(window))
{
    setObjectName(QStringLiteral("palette"));
    setPlaceholderText(tr("Search or run a command   Ctrl+K"));
    setAccessibleName(tr("Search or run a command"));
    addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setMinimumWidth(200);
    setMaximumWidth(420);
    m_results->setObjectName(QStringLiteral("palette.results"));
    m_results->setFocusPolicy(Qt::NoFocus);
    m_results->setFrameShape(QFrame::StyledPanel);
    m_results->setAutoFillBackground(true);
    m_results->setUniformItemSizes(true);
    m_results->setMouseTracking(true);
    m_results->hide();
    connect(this, &QLineEdit::textEdited, this, &PaletteBox::search);
    connect(m_results, &QListWidget::itemPressed, this, [this](QListWidgetItem *item) { take(m_results->row(item)); });
}

void PaletteBox::setDesks(const std::vector<Desk *> &desks)
{
    m_desks = desks;
    m_known.clear();
    m_hits.clear();
    ++m_search;
    setEnabled(!desks.empty());
    m_results->hide();
}

const std::vector<PaletteBox::Hit> &PaletteBox::known(Desk *desk)
{
    std::vector<Hit> &hits = m_known[desk];
    if (hits.empty())
        hits = objects(desk);
    return hits;
}

void PaletteBox::forget(Desk *desk) { m_known.erase(desk); }

std::vector<PaletteBox::Hit> PaletteBox::objects(Desk *desk) const
{
    const inventory::World world = desk->cluster().world();
    const bool shown = desk == m_desks.front();
    const QString cluster = m_desks.size() > 1 ? desk->cluster().name() : QString();
    const auto hint = [&](const QString &kind) { return cluster.isEmpty() ? kind : kind.isEmpty() ? cluster : kind + QStringLiteral(", ") + cluster; };
    std::vector<Hit> all{{desk, cluster.isEmpty() ? tr("Overview") : desk->cluster().name(), cluster.isEmpty() ? QString() : tr("Overview"), QStringLiteral("house"), {}, "overview"}};
    if (shown) { // those of the others would be the same words again
        all.insert(all.end(), {
            {desk, tr("Dashboard"), {}, QStringLiteral("layout-dashboard"), {}, "dashboard"},
            {desk, tr("Alerts"), {}, QStringLiteral("triangle-alert"), {}, "alerts"},
            {desk, tr("Top"), {}, QStringLiteral("chart-line"), {}, "top"},
            {desk, tr("Logs"), {}, QStringLiteral("scroll-text"), {}, "logs"},
            {desk, tr("File systems"), {}, QStringLiteral("layers"), {}, "filesystems"},
            {desk, tr("Servers"), {}, QStringLiteral("server"), {}, "servers"},
            {desk, tr("High availability"), {}, QStringLiteral("shield-check"), {}, "ha"},
            {desk, tr("Power"), {}, QStringLiteral("power"), {}, "power"},
            {desk, tr("Volumes"), {}, QStringLiteral("hard-drive"), {}, "volumes"},
            {desk, tr("Jobs"), {}, QStringLiteral("list-checks"), {}, "jobs"},
        });
        plan::Goal create;
        create.what = plan::Goal::What::CreateFilesystem;
        const QString why = desk->cluster().whyLocked();
        all.push_back({desk, tr("Create file system"), why.isEmpty() ? tr("Action") : tr("Not now"), QStringLiteral("play"), why, {}, {create}, why.isEmpty()});
    }
    all.reserve(all.size() + world->filesystems.size() + world->servers.size() + world->targets.size() + world->volumes.size());
    const QString server = hint(tr("Server")), target = hint(tr("Target"));
    for (const auto &[name, fs] : world->filesystems)
        all.push_back({desk, models::q(name), hint(tr("File system")), QStringLiteral("database"), {}, fs.id});
    for (const auto &[name, one] : world->servers)
        all.push_back({desk, models::q(name), server, QStringLiteral("server"), {}, one.id});
    for (const auto &[name, one] : world->clusters)
        all.push_back({desk, models::q(name), hint(tr("Cluster of Pacemaker")), QStringLiteral("shield-check"), {}, one.id});
    for (const auto &[id, one] : world->targets)
        all.push_back({desk, models::q(one.label), target, QStringLiteral("hard-drive"), {}, id});
    for (const auto &[id, volume] : world->volumes)
        all.push_back({desk, models::q(volume.name), hint(tr("Volume %1").arg(models::q(volume.serial))), QStringLiteral("hard-drive"), {}, "volume:" + id});
    return all;
}

bool PaletteBox::fits(const Hit &hit) const
{
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        return hit.text.contains(word, Qt::CaseInsensitive) || hit.hint.contains(word, Qt::CaseInsensitive);
    });
}

void PaletteBox::search()
{
    m_words = text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_hits.clear();
    ++m_search;
    m_thinking = m_takeFirst = false;
    if (m_desks.empty() || m_words.isEmpty())
        return m_results->hide();
    std::vector<Hit> actors; // whose actions may be meant; each asks the planner several times
    for (Desk *desk : m_desks)
        for (const Hit &object : known(desk)) {
            if (fits(object))
                add(object);
            const bool acts = object.place.find(':') != std::string::npos && models::placeKind(object.place) != "volume";
            const bool part = acts && actors.size() < mostActors
                && std::any_of(m_words.begin(), m_words.end(), [&](const QString &w) { return object.text.contains(w, Qt::CaseInsensitive); });
            if (part)
                actors.push_back(object);
        }
    think(actors);
    showHits();
}

void PaletteBox::think(const std::vector<Hit> &objects)
{
    if (objects.empty())
        return;
    struct Question {
        inventory::World world;
        std::shared_ptr<const inventory::Wanted> wanted;
        inventory::ObjectId object;
    };
    std::map<Desk *, std::shared_ptr<const inventory::Wanted>> wanted;
    std::vector<Question> questions;
    for (const Hit &object : objects) {
        auto &of = wanted[object.desk];
        of = of ? of : std::make_shared<const inventory::Wanted>(object.desk->cluster().wanted());
        questions.push_back({object.desk->cluster().world(), of, object.place});
    }
    m_thinking = true;
    thinker().run(
        this,
        [questions] {
            std::vector<std::vector<models::Choice>> all;
            for (const Question &question : questions)
                all.push_back(models::choices({plan::offers(question.world, *question.wanted, question.object)}));
            return all;
        },
        [this, objects, number = m_search](const std::vector<std::vector<models::Choice>> &choices) {
            if (number == m_search)
                addActions(objects, choices);
        });
}

void PaletteBox::addActions(const std::vector<Hit> &objects, const std::vector<std::vector<models::Choice>> &choices)
{
    m_thinking = false;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const Hit &object = objects[i];
        const QString cluster = m_desks.size() > 1 ? QStringLiteral(", ") + object.desk->cluster().name() : QString();
        for (const models::Choice &choice : models::refused(choices[i], object.desk->cluster().whyLocked())) {
            const Hit hit{object.desk, choice.text + QLatin1Char(' ') + object.text, (choice.possible() ? tr("Action") : tr("Not now")) + cluster,
                QStringLiteral("play"), choice.whyNot, {}, choice.goals, choice.possible()};
            if (fits(hit))
                add(hit);
        }
    }
    if (hasFocus())
        showHits();
    if (std::exchange(m_takeFirst, false) && hasFocus())
        take(0);
}

int PaletteBox::rank(const Hit &hit) const
{
    return (hit.text.startsWith(m_words.first(), Qt::CaseInsensitive) ? 0 : 2) + (hit.goals.empty() ? 0 : 1) + (hit.possible ? 0 : 8);
}

/// Of equals the one that was found first; no more are kept than are shown, for one letter fits thousands.
void PaletteBox::add(const Hit &hit)
{
    const int mine = rank(hit);
    if (m_hits.size() == mostShown && rank(m_hits.back()) <= mine)
        return;
    const auto at = std::upper_bound(m_hits.begin(), m_hits.end(), mine, [this](int r, const Hit &other) { return r < rank(other); });
    m_hits.insert(at, hit);
    if (m_hits.size() > mostShown)
        m_hits.pop_back();
}

void PaletteBox::showHits()
{
    m_results->clear();
    for (const Hit &hit : m_hits) {
        auto *item = new QListWidgetItem(icon(hit.iconName), hit.hint.isEmpty() ? hit.text : hit.text + QStringLiteral("   –   ") + hit.hint, m_results);
        item->setToolTip(hit.tip);
        item->setSizeHint({0, 28});
        if (!hit.possible)
            item->setForeground(theme::colors().faint);
    }
    if (m_hits.empty())
        new QListWidgetItem(m_thinking ? tr("Looking at what can be done …") : tr("Nothing has all of these words"), m_results);
    m_results->setCurrentRow(0);
    const QPoint below = mapTo(m_results->parentWidget(), QPoint(0, height() + 4));
    m_results->setGeometry(below.x(), below.y(), qMax(width(), 420), 28 * m_results->count() + 6);
    m_results->raise();
    m_results->show();
}

void PaletteBox::take(int row)
{
    const bool whole = row >= 0 && static_cast<std::size_t>(row) < m_hits.size();
    if (m_thinking && row <= 0) { // a better one may come first
        m_takeFirst = true;
        return;
    }
    if (!whole || !m_hits[static_cast<std::size_t>(row)].possible)
        return;
    const Hit hit = m_hits[static_cast<std::size_t>(row)];
    m_results->hide();
    clear();
    ++m_search;
    if (hit.goals.empty())
        hit.desk->open(hit.place);
    else
        hit.desk->propose(hit.goals);
}

bool PaletteBox::event(QEvent *event)
{
    // Escape is the window's shortcut too; while somebody types here it is this field's.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void PaletteBox::keyPressEvent(QKeyEvent *event)
{
    const int rows = m_results->count();
    if (m_results->isVisible() && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) && rows > 0)
        return m_results->setCurrentRow((m_results->currentRow() + (event->key() == Qt::Key_Down ? 1 : rows - 1)) % rows);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return take(m_results->isVisible() ? m_results->currentRow() : -1);
    if (event->key() == Qt::Key_Escape) {
        m_results->hide();
        clear();
        if (parentWidget() != nullptr)
            parentWidget()->setFocus();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void PaletteBox::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    m_results->hide();
}

} // namespace shell

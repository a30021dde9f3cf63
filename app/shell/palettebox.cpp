// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/palettebox.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QKeyEvent>
#include <QListWidget>
#include <algorithm>

namespace shell {

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

void PaletteBox::setDesk(Desk *desk)
{
    m_desk = desk;
    setEnabled(desk != nullptr);
    m_results->hide();
}

std::vector<PaletteBox::Hit> PaletteBox::objects() const
{
    const inventory::World world = m_desk->cluster().world();
    std::vector<Hit> all{
        {tr("Overview"), {}, QStringLiteral("house"), {}, "overview"},
        {tr("File systems"), {}, QStringLiteral("layers"), {}, "filesystems"},
        {tr("Servers"), {}, QStringLiteral("server"), {}, "servers"},
        {tr("Volumes"), {}, QStringLiteral("hard-drive"), {}, "volumes"},
        {tr("Jobs"), {}, QStringLiteral("list-checks"), {}, "jobs"},
    };
    plan::Goal create;
    create.what = plan::Goal::What::CreateFilesystem;
    all.push_back({tr("Create file system"), tr("Action"), QStringLiteral("play"), {}, {}, {create}});
    for (const auto &[name, fs] : world->filesystems)
        all.push_back({models::q(name), tr("File system"), QStringLiteral("database"), {}, fs.id});
    for (const auto &[name, server] : world->servers)
        all.push_back({models::q(name), tr("Server"), QStringLiteral("server"), {}, server.id});
    for (const auto &[id, target] : world->targets)
        all.push_back({models::q(target.label), tr("Target"), QStringLiteral("hard-drive"), {}, id});
    for (const auto &[id, volume] : world->volumes)
        all.push_back({models::q(volume.name), tr("Volume %1").arg(models::q(volume.serial)), QStringLiteral("hard-drive"), {}, "volume:" + id});
    return all;
}

void PaletteBox::addActions(std::vector<Hit> &hits, const Hit &object) const
{
    if (object.place.find(':') == std::string::npos || models::placeKind(object.place) == "volume")
        return;
    for (const models::Choice &choice : m_desk->choices({object.place}))
        hits.push_back({choice.text + QLatin1Char(' ') + object.text, choice.possible() ? tr("Action") : tr("Not now"), QStringLiteral("play"), choice.whyNot, {}, choice.goals, choice.possible()});
}

void PaletteBox::search()
{
    const QStringList words = text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_hits.clear();
    m_results->clear();
    if (m_desk == nullptr || words.isEmpty())
        return m_results->hide();
    const auto has = [](const Hit &hit, const QString &word) { return (hit.text + QLatin1Char(' ') + hit.hint).contains(word, Qt::CaseInsensitive); };
    std::vector<Hit> actions;
    int asked = 0; // each asks the planner several times
    for (const Hit &object : objects()) {
        const bool whole = std::all_of(words.begin(), words.end(), [&](const QString &w) { return has(object, w); });
        const bool part = std::any_of(words.begin(), words.end(), [&](const QString &w) { return object.text.contains(w, Qt::CaseInsensitive); });
        if (whole)
            m_hits.push_back(object);
        if (part && models::placeKind(object.place) != object.place && asked++ < 8)
            addActions(actions, object);
    }
    for (const Hit &action : actions)
        if (std::all_of(words.begin(), words.end(), [&](const QString &w) { return has(action, w); }))
            m_hits.push_back(action);
    std::stable_sort(m_hits.begin(), m_hits.end(), [&](const Hit &a, const Hit &b) {
        const auto rank = [&](const Hit &h) { return (h.text.startsWith(words.first(), Qt::CaseInsensitive) ? 0 : 2) + (h.goals.empty() ? 0 : 1) + (h.possible ? 0 : 8); };
        return rank(a) < rank(b);
    });
    if (m_hits.size() > 12)
        m_hits.resize(12);
    for (const Hit &hit : m_hits) {
        auto *item = new QListWidgetItem(icon(hit.iconName), hit.hint.isEmpty() ? hit.text : hit.text + QStringLiteral("   –   ") + hit.hint, m_results);
        item->setToolTip(hit.tip);
        item->setSizeHint({0, 28});
        if (!hit.possible)
            item->setForeground(theme::colors().faint);
    }
    if (m_hits.empty())
        new QListWidgetItem(tr("Nothing has all of these words"), m_results);
    m_results->setCurrentRow(0);
    const QPoint below = mapTo(m_results->parentWidget(), QPoint(0, height() + 4));
    m_results->setGeometry(below.x(), below.y(), qMax(width(), 420), 28 * m_results->count() + 6);
    m_results->raise();
    m_results->show();
}

void PaletteBox::take(int row)
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_hits.size() || !m_hits[static_cast<std::size_t>(row)].possible)
        return;
    const Hit hit = m_hits[static_cast<std::size_t>(row)];
    m_results->hide();
    clear();
    if (hit.goals.empty())
        m_desk->open(hit.place);
    else
        m_desk->propose(hit.goals);
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

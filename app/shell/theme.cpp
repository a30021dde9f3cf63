// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/theme.h"

#include "app/shell/desktop.h"
#include "app/shell/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

static void initChandelierResources() { Q_INIT_RESOURCE(chandelier); } // of a static library: must stand outside namespaces

namespace shell::theme {

namespace {

Colors darkColors()
{
    Colors c;
    c.dark = true;
    c.page = 0x161a1f;
    c.side = 0x111418;
    c.raised = 0x20262d;
    c.hairline = 0x2a3139;
    c.border = 0x3b444e;
    c.text = 0xe6e9ed;
    c.dim = 0xa0a9b4;
    c.faint = 0x6c7681;
    c.accent = 0x5b9cf5;
    c.onAccent = 0x0b1420;
    c.selection = 0x20385a;
    c.hover = 0x1d232a;
    c.ok = 0x43bf9f;
    c.warning = 0xe8ab3f;
    c.error = 0xf2707a;
    c.unknown = 0x98a2ad;
    c.working = 0x62a5f7;
    return c;
}

Colors lightColors()
{
    Colors c;
    c.page = 0xffffff;
    c.side = 0xf5f6f8;
    c.raised = 0xffffff;
    c.hairline = 0xe3e7eb;
    c.border = 0xc6cdd4;
    c.text = 0x1b2127;
    c.dim = 0x57616b;
    c.faint = 0x8b949d;
    c.accent = 0x1f63c6;
    c.onAccent = 0xffffff;
    c.selection = 0xdbe8fa;
    c.hover = 0xf3f5f8;
    c.ok = 0x0d7f69;
    c.warning = 0xa76503;
    c.error = 0xc42b3b;
    c.unknown = 0x69737d;
    c.working = 0x1c6ad0;
    return c;
}

Colors current = lightColors();
Mode chosen = Mode::System;
Desktop *desktop = nullptr;

QPalette paletteOf(const Colors &c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.page);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.page);
    p.setColor(QPalette::AlternateBase, c.hover);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.faint);
    p.setColor(QPalette::Button, c.raised);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.error);
    p.setColor(QPalette::Highlight, c.selection);
    p.setColor(QPalette::HighlightedText, c.text);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::ToolTipBase, c.dark ? QColor(0x2b323a) : QColor(0x1b2127));
    p.setColor(QPalette::ToolTipText, QColor(0xf2f4f6));
    p.setColor(QPalette::Light, c.hairline);
    p.setColor(QPalette::Midlight, c.hairline);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.border);
    p.setColor(QPalette::Shadow, c.dark ? QColor(Qt::black) : QColor(0xb0b8c0));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, c.faint);
    return p;
}

void apply()
{
    const bool dark = chosen == Mode::Dark || (chosen == Mode::System && desktop != nullptr && desktop->prefersDark());
    current = dark ? darkColors() : lightColors();
    QApplication::setPalette(paletteOf(current));
}

void loadFonts(QApplication &app)
{
    for (const char *file : {":/fonts/Inter-Regular.otf", ":/fonts/Inter-SemiBold.otf"})
        QFontDatabase::addApplicationFont(QString::fromLatin1(file));
    QFont font(QStringLiteral("Inter"), 10);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    app.setFont(font);
}

QFont sized(int points, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPointSize(points);
    font.setWeight(weight);
    return font;
}

} // namespace

void setUp(QApplication &app, Mode mode)
{
    initChandelierResources();
    loadFonts(app);
    desktop = new Desktop(app.palette(), &app);
    QObject::connect(desktop, &Desktop::preferenceChanged, &app, apply);
    chosen = mode;
    app.setStyle(new Style);
    apply();
}

void use(Mode mode)
{
    chosen = mode;
    apply();
}

std::optional<Mode> modeFromWord(const QString &word)
{
    if (word == QLatin1String("system"))
        return Mode::System;
    if (word == QLatin1String("dark"))
        return Mode::Dark;
    if (word == QLatin1String("light"))
        return Mode::Light;
    return {};
}

const Colors &colors() { return current; }

QColor mark(const QString &name)
{
    struct Mark {
        const char *name;
        QRgb light, dark;
    };
    static constexpr Mark marks[]{{"blue", 0xff1f63c6, 0xff5b9cf5}, {"teal", 0xff0f7c7c, 0xff3fb8b0}, {"violet", 0xff6d4bc3, 0xffa58bef},
        {"amber", 0xffa86a00, 0xffe0a83c}, {"rose", 0xffb8336a, 0xfff07aa5}, {"green", 0xff3b7d1f, 0xff7fc25a}, {"slate", 0xff56657a, 0xff9aa8bd},
        {"orange", 0xffb8501a, 0xfff0905a}};
    for (const Mark &mark : marks)
        if (name == QLatin1String(mark.name))
            return QColor::fromRgba(current.dark ? mark.dark : mark.light);
    return current.accent;
}

QColor color(models::Tone tone)
{
    switch (tone) {
    case models::Tone::Ok: return current.ok;
    case models::Tone::Warning: return current.warning;
    case models::Tone::Error: return current.error;
    case models::Tone::Unknown: return current.unknown;
    case models::Tone::Working: return current.working;
    case models::Tone::Off:
    case models::Tone::None: break;
    }
    return current.text;
}

namespace {

void stroke(QPainter &painter, std::initializer_list<QPointF> points, const QColor &ink, qreal width)
{
    painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF(QList<QPointF>(points)));
}

void paintTriangle(QPainter &painter, const QColor &fill, const QColor &ink)
{
    QPainterPath path;
    path.moveTo(6, 0.8);
    path.lineTo(11.6, 10.8);
    path.lineTo(0.4, 10.8);
    path.closeSubpath();
    painter.setPen(QPen(fill, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(fill);
    painter.drawPath(path);
    stroke(painter, {{6, 4.2}, {6, 7.2}}, ink, 1.4);
    stroke(painter, {{6, 9.2}, {6, 9.25}}, ink, 1.5);
}

void paintDiamond(QPainter &painter, const QColor &fill, const QColor &ink)
{
    painter.setPen(QPen(fill, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(fill);
    painter.drawPolygon(QPolygonF({{6, 0.2}, {11.8, 6}, {6, 11.8}, {0.2, 6}}));
    stroke(painter, {{4.3, 4.3}, {7.7, 7.7}}, ink, 1.4);
    stroke(painter, {{7.7, 4.3}, {4.3, 7.7}}, ink, 1.4);
}

void paintHatched(QPainter &painter, const QColor &ink)
{
    QPainterPath disc;
    disc.addEllipse(QRectF(0.8, 0.8, 10.4, 10.4));
    painter.save();
    painter.setClipPath(disc);
    for (const qreal shift : {-6.0, -3.0, 0.0, 3.0, 6.0})
        stroke(painter, {{shift, 12}, {shift + 12, 0}}, ink, 1.1);
    painter.restore();
    painter.setPen(QPen(ink, 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(disc);
}

} // namespace

void paintTone(QPainter &painter, const QRectF &box, models::Tone tone)
{
    const QColor fill = color(tone);
    const QColor ink = current.dark ? current.page : QColor(Qt::white);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / 12, box.height() / 12);
    switch (tone) {
    case models::Tone::Ok:
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawEllipse(QRectF(0.3, 0.3, 11.4, 11.4));
        stroke(painter, {{3.4, 6.2}, {5.2, 8}, {8.6, 4.2}}, ink, 1.5);
        break;
    case models::Tone::Warning: paintTriangle(painter, fill, ink); break;
    case models::Tone::Error: paintDiamond(painter, fill, ink); break;
    case models::Tone::Unknown: paintHatched(painter, fill); break;
    case models::Tone::Working:
        painter.setPen(QPen(fill, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(QRectF(1.4, 1.4, 9.2, 9.2), 90 * 16, -270 * 16);
        break;
    case models::Tone::Off:
        painter.setPen(QPen(current.dim, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QRectF(1.2, 1.2, 9.6, 9.6));
        break;
    case models::Tone::None: break;
    }
    painter.restore();
}

int paintTag(QPainter &painter, const QRect &rect, const QString &text)
{
    painter.save();
    QFont font = strong();
    font.setPointSizeF(font.pointSizeF() * 0.8);
    painter.setFont(font);
    const int width = painter.fontMetrics().horizontalAdvance(text) + 10;
    const QRectF box(rect.right() - width + 1, rect.center().y() - 7.5, width, 16);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(current.error);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(current.page);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
    return width;
}

QFont heading() { return sized(18, QFont::DemiBold); }
QFont section() { return sized(13, QFont::DemiBold); }
QFont strong() { return sized(10, QFont::DemiBold); }

QFont mono()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    font.setPointSize(9);
    return font;
}

} // namespace shell::theme

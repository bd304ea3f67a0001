/**
 * What stands inside the page of a member's link, in Liquid: it works without script, and nothing of others is loaded. The
 * buttons to share are plain links to the reader's own programs. Values are escaped.
 */
export const REFERRAL_PAGE = `
<style>
.share { margin-top: 28px; padding: 20px; border: 1px solid var(--line); border-radius: 12px; }
.share label { display: block; font-weight: 700; }
.share input { display: block; width: 100%; min-height: 48px; margin: 8px 0 0; padding: 10px 12px; border: 1px solid var(--soft); border-radius: 10px; background: var(--page); color: var(--ink); font: inherit; }
.share input + small { display: block; margin-top: 6px; }
.ways { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 0; padding: 0; list-style: none; }
.ways a { display: inline-block; min-height: 44px; padding: 9px 18px; border: 2px solid var(--accent); border-radius: 10px; font-weight: 600; text-decoration: none; }
.ways a.main { background: var(--accent); color: var(--on-accent); }
ol.steps { margin: 12px 0 0; padding-left: 1.4em; color: var(--soft); }
ol.steps li + li { margin-top: 8px; }
dl.sums { display: flex; flex-wrap: wrap; gap: 8px 40px; margin: 12px 0 0; }
dl.sums dt { color: var(--soft); }
dl.sums dd { margin: 0; font-size: 1.6rem; font-weight: 700; }
ul.list { margin: 16px 0 0; padding: 0; list-style: none; }
ul.list li { padding: 10px 0; border-top: 1px solid var(--line); }
ul.list small { display: block; }
</style>
<nav class="languages" aria-label="{{ texts.languages }}"><ul>
{% for language in languages %}<li>{% if language.isShown %}<b lang="{{ language.tag }}" aria-current="true">{{ language.name }}</b>{% else %}<a href="?language={{ language.tag }}" lang="{{ language.tag }}" hreflang="{{ language.tag }}">{{ language.name }}</a>{% endif %}</li>
{% endfor %}</ul></nav>
<h1>{{ title }}</h1>
<p>{{ text }}</p>
{% if notice %}<p class="notice" role="status">{{ notice }}</p>{% endif %}
{% if canAsk %}<form method="post"><input type="hidden" name="kind" value="make"><button type="submit">{{ texts.make }}</button></form>{% endif %}
{% if isMaking %}<p><br><a href="?language={{ locale }}">{{ texts.reload }}</a></p>{% endif %}
{% if shareUrl %}<div class="share">
<label for="link">{{ texts.link }}</label>
<input id="link" type="text" readonly value="{{ shareUrl }}">
<small>{{ codeText }}</small>
<ul class="ways" aria-label="{{ texts.ways }}">
{% for way in ways %}<li><a href="{{ way.url }}"{% if forloop.first %} class="main"{% endif %}{% if way.isOutside %} target="_blank" rel="noopener noreferrer"{% endif %}>{{ way.label }}</a></li>
{% endfor %}</ul>
</div>{% endif %}
{% if steps %}<section><h2>{{ texts.how }}</h2>
<ol class="steps">{% for step in steps %}<li>{{ step }}</li>{% endfor %}</ol>
</section>{% endif %}
{% if sums %}<section><h2>{{ texts.earned }}</h2>
<dl class="sums">{% for sum in sums %}<div><dt>{{ sum.label }}</dt><dd>{{ sum.count }}</dd></div>{% endfor %}</dl>
{% if items.size > 0 %}<ul class="list">{% for item in items %}<li>{{ item.text }}<small>{{ item.day }}</small></li>{% endfor %}</ul>{% endif %}
</section>{% endif %}`;

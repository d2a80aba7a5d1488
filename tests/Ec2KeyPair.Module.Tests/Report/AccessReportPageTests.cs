namespace Ec2KeyPair.Module.Tests.Report;

/// <summary>The page itself, in a real browser.</summary>
public sealed class AccessReportPageTests
{
    private const string Names = "[...document.querySelectorAll('#keys-table tbody th .text')].map(e => e.textContent).join(' ')";
    private const string Skipped = "no chromium here";

    [SkippableFact]
    public async Task Page_SortsByItsHeadingsAndSaysSo()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await ReportFleet.StartAsync();
        await using var page = await OpenAsync(module);
        Assert.Equal("web", (await page.TextAsync(Names))!.Split(' ')[0]);
        Assert.Equal("descending", await page.TextAsync("document.querySelector('#keys-table th[aria-sort]').getAttribute('aria-sort')"));
        await page.EvaluateAsync("document.querySelector('#keys-table thead button').click()");
        Assert.Equal("bastion bastion contractor-2019 database legacy-ops marketing sandbox test-please-delete web web", await page.TextAsync(Names));
        Assert.Equal("Key pair ascending 1", await page.TextAsync("(() => { const s = document.querySelectorAll('#keys-table th[aria-sort]'); return s[0].textContent + ' ' + s[0].getAttribute('aria-sort') + ' ' + s.length })()"));
        // From the keyboard: the heading is a button.
        await page.EvaluateAsync("document.querySelector('#keys-table thead button').focus()");
        await page.PressAsync("Enter");
        Assert.StartsWith("web web test-please-delete", await page.TextAsync(Names));
        Assert.Equal("descending", await page.TextAsync("document.querySelector('#keys-table th').getAttribute('aria-sort')"));
        // Numbers by value, not by their digits.
        await page.EvaluateAsync("document.querySelectorAll('#keys-table thead button')[4].click()");
        Assert.Equal("162 64 31 31 12 1 1 1 0 0", await page.TextAsync("[...document.querySelectorAll('#keys-table tbody td:nth-child(5)')].map(e => e.textContent).join(' ')"));
        if (Environment.GetEnvironmentVariable("EC2KEYPAIR_SCREENSHOT") is { Length: > 0 } picture) await PictureAsync(page, picture);
        AssertQuiet(page);
    }

    [SkippableFact]
    public async Task Page_FiltersByWordsFindingsAndTheGraph()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await ReportFleet.StartAsync();
        await using var page = await OpenAsync(module);
        await page.EvaluateAsync("document.querySelector('#keys-table input').focus()");
        await page.TypeAsync("EU-WEST bast");
        Assert.Equal("bastion", await page.TextAsync(Names));
        await page.EvaluateAsync("(() => { const i = document.querySelector('#keys-table input'); i.value = 'nothing like it'; i.dispatchEvent(new Event('input')) })()");
        Assert.Equal("Nothing fits the filter.", await page.TextAsync("document.querySelector('#keys-table tbody').textContent"));
        await page.EvaluateAsync("(() => { const i = document.querySelector('#keys-table input'); i.value = ''; i.dispatchEvent(new Event('input')) })()");

        await page.EvaluateAsync("document.querySelector('[data-kind=Orphaned]').click()");
        Assert.Equal("contractor-2019", await page.TextAsync(Names));
        Assert.Equal("true", await page.TextAsync("document.querySelector('[data-kind=Orphaned]').getAttribute('aria-pressed')"));
        Assert.Equal("12", await page.TextAsync("document.querySelector('#instances-table .count').textContent.split(' ')[0]"));
        await page.EvaluateAsync("document.querySelector('#keys-table .chip').click()");
        Assert.Equal("false", await page.TextAsync("document.querySelector('[data-kind=Orphaned]').getAttribute('aria-pressed')"));

        await page.EvaluateAsync("[...document.querySelectorAll('svg .node')].find(n => n.getAttribute('aria-label').startsWith('database')).focus()");
        await page.PressAsync("Enter");
        Assert.Equal("database", await page.TextAsync(Names));
        Assert.Equal("31", await page.TextAsync("document.querySelector('#instances-table .count').textContent.split(' ')[0]"));

        await page.EvaluateAsync("document.querySelector('#keys-table .fold').click()");
        var details = await page.TextAsync("document.querySelector('#keys-table .details').textContent");
        Assert.Contains("ED25519 on Windows", details);
        Assert.Contains(Path.Combine(module.Store, "database.pem"), details);
        Assert.Equal("true", await page.TextAsync("document.querySelector('#keys-table .fold').getAttribute('aria-expanded')"));
        AssertQuiet(page);
    }

    [SkippableFact]
    public async Task Page_HostileTexts_AreShownAndDoNotRun()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await AwsModule.StartAsync();
        string[] hostile =
        [
            "</script><script>window.pwned = 1; alert(1)</script>", "<img src=x onerror=\"window.pwned = 1\">", "<!--<script>", "\"><svg onload=window.pwned=1>",
            "{{data}} {{script}}", "a\u202Egnp.exe", "javascript:window.pwned=1", "__proto__", "constructor", "\u2028window.pwned=1//", "\ud800",
        ];
        var key = module.Aws.Fleet.AddKeyPair("<img src=x onerror=alert(2)>", Public(module));
        foreach (var text in hostile)
        {
            module.Aws.Fleet.AddLinux(text, key);
            module.Aws.Fleet.AddLinux("member", key).Tags.Set("aws:autoscaling:groupName", text);
        }

        module.Aws.Fleet.LaunchTemplates.Add("__proto__", "<img src=x onerror=alert(2)>");
        await using var page = await OpenAsync(module, "-Title '</title><script>window.pwned = 1</script>'");
        await page.EvaluateAsync("document.querySelectorAll('.fold').forEach(b => b.click())");
        Assert.Equal("undefined", await page.TextAsync("typeof window.pwned"));
        Assert.Equal(0, (int)(await page.EvaluateAsync("document.querySelectorAll('img, iframe, object, embed, link, main script').length"))!);
        Assert.Equal("</title><script>window.pwned = 1</script>", await page.TextAsync("document.querySelector('h1').textContent"));
        Assert.Equal("<img src=x onerror=alert(2)>", await page.TextAsync(Names));
        var shown = (await page.EvaluateAsync("[...document.querySelectorAll('#instances-table tbody th')].map(e => e.textContent)"))!.AsArray().Select(text => (string)text!).ToList();
        foreach (var text in hostile.Where(text => text.All(c => c is > ' ' and < '\u007f' or ' '))) Assert.Contains(text, shown);
        Assert.Contains("a\ufffdgnp.exe", shown);
        // And should one get in all the same: the policy lets nothing run that is not the page's own.
        Assert.Equal("undefined", await page.TextAsync(
            "(() => { const s = document.createElement('script'); s.textContent = 'window.pwned = 2'; document.body.append(s); return typeof window.pwned })()"));
        Assert.Contains(page.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
        Assert.Empty(page.Dialogs);
        Assert.Single(page.Requests);
    }

    [SkippableFact]
    public async Task Page_FiveThousandInstances_StaysReadable()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await AwsModule.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            var key = module.Aws.Fleet.CreateKeyPair($"team-{i}", out _);
            for (var part = 0; part < 5; part++) module.Aws.Fleet.AddMany(25, key, windows: part == 0, prefix: $"service{(char)('a' + part)}{(char)('a' + (i % 26))}");
        }

        await using var page = await OpenAsync(module);
        Assert.Equal(5000, (int)(await page.EvaluateAsync("data.instances.length"))!);
        Assert.InRange((int)(await page.EvaluateAsync("document.querySelectorAll('svg .node').length"))!, 20, 36);
        // No two labels of a column lie on each other.
        Assert.Equal(0, (int)(await page.EvaluateAsync(
            "(() => { const boxes = [...document.querySelectorAll('svg .node text')].map(t => t.getBoundingClientRect()); return boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length })()"))!);
        Assert.Equal(50, (int)(await page.EvaluateAsync("document.querySelectorAll('#instances-table tbody tr').length"))!);
        await page.EvaluateAsync("[...document.querySelectorAll('#instances-table .step')].at(-1).click()");
        Assert.Equal("51\u2013100 of 5,000", await page.TextAsync("document.querySelector('#instances-table .count').textContent"));
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(1000, (int)(await page.EvaluateAsync("document.querySelectorAll('#instances-table tbody tr').length"))!);
        AssertQuiet(page);
    }

    [SkippableFact]
    public async Task Page_LightAndDark_BothHaveContrast()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await ReportFleet.StartAsync();
        await using var page = await OpenAsync(module);
        var grounds = new List<string>();
        foreach (var scheme in new[] { "light", "dark" })
        {
            await page.PreferAsync(scheme);
            grounds.Add((await page.TextAsync("getComputedStyle(document.body).backgroundColor"))!);
            Assert.Equal("", string.Join("; ", (await page.EvaluateAsync(Contrast))!.AsArray().Select(text => (string)text!)));
        }

        Assert.Equal(["rgb(247, 247, 245)", "rgb(19, 22, 26)"], grounds);
        AssertQuiet(page);
    }

    [SkippableFact]
    public async Task Page_KeysOfOneNameInTwoRegions_AreTwo()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await AwsModule.StartAsync();
        foreach (var region in new[] { "us-east-1", "eu-west-1" })
        {
            var fleet = module.Aws.Cloud.Region(region);
            fleet.AddMany(region == "us-east-1" ? 3 : 2, fleet.CreateKeyPair("twin", out _));
        }

        await using var page = await OpenAsync(module);
        Assert.Equal("twin, us-east-1: 3 instances|twin, eu-west-1: 2 instances", await page.TextAsync(
            "[...document.querySelectorAll('svg .node')].map(n => n.getAttribute('aria-label')).filter(l => l.startsWith('twin')).join('|')"));
        await page.EvaluateAsync("[...document.querySelectorAll('svg .node')].find(n => n.getAttribute('aria-label').startsWith('twin, eu-west-1')).focus()");
        await page.PressAsync("Enter");
        Assert.Equal("twin", await page.TextAsync(Names));
        Assert.Equal("2", await page.TextAsync("document.querySelector('#instances-table .count').textContent.split(' ')[0]"));
        // What is drawn as one is as grave as its gravest part, and two accounts are two places.
        Assert.Equal("true", await page.TextAsync("String(nodesOf([{ key: { id: 'a', grave: false }, count: 1 }, { key: { id: 'a', grave: true }, count: 1 }], 'key')[0].grave)"));
        Assert.Equal("false", await page.TextAsync("String(placeOf({ account: '1', region: 'r' }) === placeOf({ account: '2', region: 'r' }))"));
        AssertQuiet(page);
    }

    [SkippableFact]
    public async Task Page_WhatCouldNotBeAsked_IsSaidUnderTheHeading()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await AwsModule.StartAsync();
        await using (var whole = await OpenAsync(module)) Assert.Equal("none", await whole.TextAsync("getComputedStyle(document.querySelector('#missing')).display"));
        module.Aws.Faults.Deny("DescribeKeyPairs");
        var path = Path.Combine(module.Folder, "report.html");
        var outcome = module.Run("Export-EC2AccessReport $path -Force -Region us-east-1, eu-west-1 @keys -StorePath $store");
        Assert.Equal(2, outcome.Errors.Count);
        await using var page = await Chromium.StartAsync();
        await page.OpenAsync(path);
        var told = await page.TextAsync("document.querySelector('header + #missing, header #missing').textContent");
        Assert.StartsWith("This page is not complete: 2 Regions or accounts could not be asked.eu-west-1: ", told);
        Assert.Contains("DescribeKeyPairs", told);
        Assert.Contains("2 Regions", await page.TextAsync("document.querySelector('#scope').textContent"));
        Assert.Equal("", string.Join("; ", (await page.EvaluateAsync(Contrast))!.AsArray().Select(text => (string)text!)));
        AssertQuiet(page);
    }

    [SkippableFact]
    public async Task Page_NothingThere_SaysSo()
    {
        Skip.If(Chromium.Program is null, Skipped);
        await using var module = await AwsModule.StartAsync();
        await using var page = await OpenAsync(module);
        Assert.Equal("There are no key pairs here.", await page.TextAsync("document.querySelector('#findings-list').textContent"));
        Assert.Equal("No instance was launched with a key pair.", await page.TextAsync("document.querySelector('#access-graph').textContent"));
        Assert.Equal("There are no key pairs in these Regions.", await page.TextAsync("document.querySelector('#keys-table tbody').textContent"));
        AssertQuiet(page);
    }

    // WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for every text, against the first ground beneath it that is opaque.
    private const string Contrast = """
        (() => {
          const light = (rgb) => { const [r, g, b] = rgb.map((v) => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
          const parse = (text) => text.match(/[\d.]+/g).map(Number);
          const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
          const bad = new Set();
          for (const e of document.querySelectorAll('main *, header *, footer *')) {
            if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
            const inSvg = e instanceof SVGElement;
            if ((inSvg && e.tagName === 'title') || e.disabled || !e.getClientRects().length) continue;
            const style = getComputedStyle(e);
            const [a, b] = [light(parse(inSvg ? style.fill : style.color).slice(0, 3)), light(ground(e))];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) bad.add(`${e.tagName}.${e.getAttribute('class')} ${ratio.toFixed(2)}`);
          }
          return [...bad];
        })()
        """;

    private static async Task<Chromium> OpenAsync(AwsModule module, string options = "")
    {
        var path = Path.Combine(module.Folder, "report.html");
        module.Set("path", path);
        module.Run("$keys = $aws.Clone(); $keys.Remove('Region'); Export-EC2AccessReport $path -Region us-east-1, eu-west-1 @keys -StorePath $store " + options).Single();
        var page = await Chromium.StartAsync();
        await page.ResizeAsync(1280, 900);
        await page.PreferAsync("light");
        await page.OpenAsync(path);
        return page;
    }

    private static string Public(AwsModule module)
    {
        var pair = module.Aws.Cloud.Region("us-west-1").CreateKeyPair("spare", out _);
        return pair.PublicKey.OpenSshLine("c");
    }

    /// <summary>The page asked for nothing but itself, and nothing went wrong in it.</summary>
    private static void AssertQuiet(Chromium page)
    {
        Assert.StartsWith("file:", Assert.Single(page.Requests));
        Assert.Empty(page.Complaints);
        Assert.Empty(page.Dialogs);
    }

    // EC2KEYPAIR_SCREENSHOT=docs/images/access-report.png (a full path) makes the picture for the documentation anew.
    private static async Task PictureAsync(Chromium page, string path)
    {
        await page.EvaluateAsync("document.querySelectorAll('#keys-table thead button')[4].click(); document.querySelectorAll('#keys-table thead button')[4].click(); document.activeElement.blur(); document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, 0)");
        foreach (var scheme in new[] { "light", "dark" })
        {
            await page.PreferAsync(scheme);
            var height = (int)Math.Ceiling((double)(await page.EvaluateAsync("document.querySelector('#instances').getBoundingClientRect().top + scrollY"))!) - 20;
            await page.ResizeAsync(1180, height);
            await File.WriteAllBytesAsync(scheme == "light" ? path : Path.ChangeExtension(path, ".dark.png"), await page.ScreenshotAsync());
        }
    }
}

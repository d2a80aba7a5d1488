using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Rdp.FreeRdp;
using Ec2KeyPair.Core.Errors;
using static Ec2KeyPair.Core.Tests.Connect.Rdp.RdpFixture;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

public sealed class FreeRdpTests
{
    [Fact]
    public void Of_PlainConnection_IsWhatVersions2And3BothUnderstand() => Assert.Equal(
        [
            "/tmp/x/web.rdp",
            "/v:127.0.0.1:3389",
            "/t:web 1 (i-0123456789abcdef0)",
            "/from-stdin:force",
            "/cert:deny,fingerprint:sha256:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff",
            "/sec:tls",
            "/log-level:INFO",
            "/f",
        ],
        FreeRdpArguments.Of(Launch() with { ClientArguments = ["/f"] }, "/tmp/x/web.rdp"));

    [Fact]
    public void Of_ServerWithCredSsp_AllowsNothingLess() => Assert.Contains("/sec:nla", FreeRdpArguments.Of(Launch(security: RdpSecurity.CredSsp), "x.rdp"));

    [Fact]
    public void Of_Ipv6_IsInBrackets() =>
        Assert.Contains("/v:[2001:db8::7]:3389", FreeRdpArguments.Of(Launch() with { Address = new RdpAddress("2001:db8::7", 3389) }, "x.rdp"));

    [Theory]
    [InlineData("/f")]
    [InlineData("/size:1600x900")]
    [InlineData("+fonts")]
    [InlineData("-wallpaper")]
    [InlineData("/drive:home,/home/me")]
    [InlineData("/DYNAMIC-RESOLUTION")]
    public void Check_ScreenAndDevices_AreTheUsersOwn(string argument) => FreeRdpArguments.Check([argument]);

    [Theory]
    [InlineData("/p:secret-word")]
    [InlineData("/cert:ignore")]
    [InlineData("+cert-ignore")]
    [InlineData("/cert-tofu")]
    [InlineData("/sec:rdp")]
    [InlineData("-sec-tls")]
    [InlineData("-authentication")]
    [InlineData("/v:evil")]
    [InlineData("/port:1")]
    [InlineData("/u:x")]
    [InlineData("/from-stdin")]
    [InlineData("/args-from:stdin")]
    [InlineData("/tune:FreeRDP_IgnoreCertificate:true")]
    [InlineData("/proxy:http://u:secret-word@h")]
    [InlineData("/g:gateway")]
    [InlineData("/log-level:TRACE")]
    [InlineData("/tls:secrets-file:x")]
    [InlineData("/unheard-of")]
    [InlineData("--cert-ignore")]
    [InlineData("--f")]
    [InlineData("other.rdp")]
    [InlineData("f")]
    [InlineData("/")]
    [InlineData("")]
    public void Check_AnythingElse_IsRefusedAndItsValueNotRepeated(string argument)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => FreeRdpArguments.Check(["/f", argument]));
        Assert.Equal(ErrorCondition.ParameterInvalid, error.Condition);
        Assert.DoesNotContain("secret-word", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Error_EndOfASession_IsNone(int code) => Assert.Null(FreeRdpExit.Error(code, await PrintedAsync(""), Launch()));

    [Theory]
    [InlineData(132, ErrorCondition.RdpLogonFailed, "refused the credentials")]
    [InlineData(134, ErrorCondition.RdpLogonFailed, "password is wrong")]
    [InlineData(135, ErrorCondition.RdpLogonFailed, "locked out")]
    [InlineData(149, ErrorCondition.RdpLogonFailed, "must be changed")]
    [InlineData(131, ErrorCondition.RdpConnectionFailed, "not reached")]
    [InlineData(143, ErrorCondition.RdpConnectionFailed, "TLS failed")]
    [InlineData(147, ErrorCondition.RdpConnectionFailed, "broke")]
    [InlineData(26, ErrorCondition.RdpConnectionFailed, "licence")]
    [InlineData(255, ErrorCondition.RdpConnectionFailed, "does not say why")]
    [InlineData(128, ErrorCondition.ParameterInvalid, "arguments")]
    public async Task Error_Failure_IsAConditionThatSaysWhy(int code, ErrorCondition condition, string why)
    {
        var error = FreeRdpExit.Error(code, await PrintedAsync(""), Launch());
        Assert.Equal(condition, error!.Condition);
        Assert.Contains(why, error.Message);
        Assert.Equal(Id, error.Subject);
        Assert.NotNull(error.Mend);
        Assert.DoesNotContain(Password, error.ToString());
    }

    [Theory]
    [InlineData("[20:59:05:156] [17084:17085] [INFO][com.freerdp.crypto] - No certificate stored, automatically denying.", 143, ErrorCondition.RdpCertificateMismatch)]
    [InlineData("[21:09:59:757] [29979:29979] [ERROR][com.freerdp.client.x11] - failed to open display: :77", 1, ErrorCondition.DisplayNotFound)]
    [InlineData("Usage: xfreerdp [file] [options] [/v:<server>[:port]]", 23, ErrorCondition.ParameterInvalid)]
    public async Task Error_WhatItPrinted_GoesBeforeItsCode(string line, int code, ErrorCondition condition) =>
        Assert.Equal(condition, FreeRdpExit.Error(code, await PrintedAsync(line), Launch())!.Condition);

    [Fact]
    public async Task ReadAsync_HostileAndEndlessLines_AreShownHarmlessAndNotForEver()
    {
        var shown = new List<string>();
        var output = new FreeRdpOutput(line =>
        {
            shown.Add(line);
            return Task.CompletedTask;
        });
        await output.ReadAsync(new StringReader("Password: \n\nPassword: first\nCN = \u001b]0;x\u0007\u202Eevil\n" + string.Concat(Enumerable.Repeat("more\n", 5000))));
        Assert.Equal("first", shown[0]);
        Assert.Equal("CN = \\u001B]0;x\\u0007\\u202Eevil", shown[1]);
        Assert.Equal(1000, shown.Count);
    }

    [Theory]
    [InlineData(":0", null, false, "/usr/bin/xfreerdp")]
    [InlineData(":0", "wayland-0", false, "/usr/bin/xfreerdp")]
    [InlineData(null, "wayland-0", false, "/usr/bin/sdl-freerdp")]
    [InlineData(null, null, true, "/usr/bin/sdl-freerdp")]
    public void Find_BothInstalled_IsTheOneForTheScreen(string? display, string? wayland, bool isMac, string path) =>
        Assert.Equal(path, Find(display, wayland, isMac, "/usr/bin/xfreerdp", "/usr/bin/sdl-freerdp"));

    [Fact]
    public void Find_Versions2And3_IsTheNewer() => Assert.Equal("/usr/bin/xfreerdp3", Find(":0", null, false, "/opt/bin/xfreerdp", "/usr/bin/xfreerdp3"));

    [Theory]
    [InlineData(null, null, "/usr/bin/xfreerdp")]
    [InlineData("", "", "/usr/bin/xfreerdp")]
    [InlineData(null, "wayland-0", "/usr/bin/xfreerdp")] // needs X11
    public void Find_NoScreenForIt_IsDisplayNotFound(string? display, string? wayland, string installed)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => Find(display, wayland, false, installed));
        Assert.Equal(ErrorCondition.DisplayNotFound, error.Condition);
        Assert.NotNull(error.Mend);
    }

    [Theory]
    [InlineData(true, "brew")]
    [InlineData(false, "freerdp3-x11")]
    public void Find_NotInstalled_SaysWhatToInstall(bool isMac, string package)
    {
        var error = Assert.Throws<Ec2KeyPairException>(() => Find(":0", null, isMac));
        Assert.Equal(ErrorCondition.RdpClientNotFound, error.Condition);
        Assert.Contains(package, error.Mend);
    }

    private static string Find(string? display, string? wayland, bool isMac, params string[] installed)
    {
        var environment = new Dictionary<string, string?> { ["DISPLAY"] = display, ["WAYLAND_DISPLAY"] = wayland, ["PATH"] = string.Join(Path.PathSeparator, "relative", "/opt/bin", "/usr/bin") };
        return FreeRdpProgram.Find(environment.GetValueOrDefault, path => installed.Contains(path.Replace('\\', '/')), isMac).Replace('\\', '/');
    }

    private static async Task<FreeRdpOutput> PrintedAsync(string text)
    {
        var output = new FreeRdpOutput(null);
        await output.ReadAsync(new StringReader(text));
        return output;
    }
}

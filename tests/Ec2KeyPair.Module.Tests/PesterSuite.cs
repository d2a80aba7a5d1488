namespace Ec2KeyPair.Module.Tests;

/// <summary>Runs tests/module in a real shell where there is one.</summary>
public sealed class PesterSuite
{
    private const string NoPester = "NO-PESTER";

    private const string Script = """
        $ErrorActionPreference = 'Stop'
        if (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge "5.0.0")) { 'NO-PESTER'; exit 0 }
        Import-Module Pester -MinimumVersion 5.0
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:EC2KEYPAIR_PESTER_SUITE
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Detailed'
        $configuration.Output.RenderMode = 'Plaintext'
        $result = Invoke-Pester -Configuration $configuration
        "$($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
        exit ([int]($result.Result -ne 'Passed'))
        """;

    [SkippableFact]
    public void TestsModule_InARealShell_Pass()
    {
        var shell = Environment.GetEnvironmentVariable("EC2KEYPAIR_PWSH") is { Length: > 0 } given ? given : Tool.Find("pwsh");
        Skip.If(shell is null, "pwsh is not installed: the Pester suite in tests/module did not run");
        var command = $"$env:EC2KEYPAIR_PESTER_SUITE = '{Path.Combine(Repository.Root, "tests", "module")}'\n{Script}";
        var (exitCode, output, error) = Tool.RunFile(
            shell, "-NoProfile", "-NonInteractive", "-EncodedCommand", Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes(command)));
        Skip.If(output.Contains(NoPester), "Pester 5 is not installed: the Pester suite in tests/module did not run");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains(" 0 failed", output);
    }
}

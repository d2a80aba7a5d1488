namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>Help of an installed module that nobody has imported yet.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class PackagedHelpTests
{
    [Fact]
    public void GetHelp_InstalledAndNotImported_IsFound()
    {
        using var folder = new TemporaryFolder();
        Install(Path.Combine(folder.Path, "Ec2KeyPair", "0.1.0"));
        using var environment = new EnvironmentScope { ["PSModulePath"] = folder.Path };
        using var runspace = new ModuleRunspace(import: false);
        Assert.StartsWith("TOPIC", runspace.Invoke("Get-Help about_Ec2KeyPair_Errors").Single().ToString());
        Assert.Empty(runspace.Invoke("Get-Module Ec2KeyPair"));
        Assert.Contains("MamlCommandHelpInfo", runspace.Invoke("Get-Help New-EC2KeyPairLocal").Single().TypeNames);
    }

    private static void Install(string target)
    {
        foreach (var part in new[] { "module", "en-US" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, part), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(target, Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        File.Copy(Repository.Manifest, Path.Combine(target, "Ec2KeyPair.psd1"));
    }
}

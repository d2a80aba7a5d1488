namespace Ec2KeyPair.Module.Tests.Packaging;

/// <summary>
/// Uses the package that was put into a folder of modules. In a process of its own: the engine keeps how it sets the parameters of
/// a cmdlet by the name of its type, and that of this checkout has the same name.
/// </summary>
internal static class PackageScenario
{
    /// <summary>Prints where the module was found, and what one of its cmdlets made.</summary>
    internal static void Run(string modules, string store)
    {
        Environment.SetEnvironmentVariable("PSModulePath", modules);
        using var runspace = new ModuleRunspace(import: false);
        runspace.Invoke("Import-Module Ec2KeyPair -ErrorAction Stop");
        Console.WriteLine(runspace.Invoke("(Get-Module Ec2KeyPair).ModuleBase").Single());
        Console.WriteLine(runspace.Invoke("New-EC2KeyPairLocal packaged -KeyType Ed25519 -LocalOnly -StorePath $args[0]", store).Single().Properties["Name"].Value);
    }
}

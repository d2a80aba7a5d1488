using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

/// <summary>$PSDefaultParameterValues is for all commands: what one of them has no use for is no contradiction.</summary>
public sealed class GivenParameterTests
{
    private const string Export = "Get-EC2KeyPairUsage @aws | Export-EC2AccessReport -Path \"$folder/report.html\" -Force";

    [Theory]
    [InlineData("*-EC2*:StorePath")]
    [InlineData("export-ec2accessreport:Store*")]
    public async Task Parameter_ThatOnlyADefaultGives_IsNotHeldAgainstTheOthers(string key)
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("PSDefaultParameterValues", new DefaultParameterDictionary { [key] = module.Store });
        module.Aws.Fleet.CreateKeyPair("web", out _);
        module.Run(Export).Single();
    }

    [Fact]
    public async Task Parameter_ThatIsTyped_IsHeldAgainstTheOthers()
    {
        await using var module = await AwsModule.StartAsync();
        var typed = Export + " -StorePath $store";
        module.Run(typed).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        module.Set("PSDefaultParameterValues", new DefaultParameterDictionary { ["New-EC2*:StorePath"] = module.Store, ["Export-EC2*:Title"] = "x" });
        module.Run(typed).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        module.Set("PSDefaultParameterValues", new DefaultParameterDictionary { ["*-EC2*:StorePath"] = module.Store, ["Disabled"] = true });
        module.Run(typed).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
    }
}

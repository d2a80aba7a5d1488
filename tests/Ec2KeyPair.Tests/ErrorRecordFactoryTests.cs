using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Tests;

public sealed class ErrorRecordFactoryTests
{
    public static TheoryData<ErrorCondition> Conditions => new(Enum.GetValues<ErrorCondition>());

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Create_Condition_HasItsNameAsIdAndAnHonestCategory(ErrorCondition condition)
    {
        var record = ErrorRecordFactory.Create(new Ec2KeyPairException(condition, "what", "subject", "Do this."));
        Assert.Equal(condition.ToString(), record.FullyQualifiedErrorId);
        Assert.Equal("subject", record.TargetObject);
        Assert.Equal("Do this.", record.ErrorDetails.RecommendedAction);
        Assert.NotEqual(ErrorCategory.NotSpecified, record.CategoryInfo.Category);
        Assert.Equal(condition == ErrorCondition.InternalError, record.CategoryInfo.Category == ErrorCategory.InvalidOperation);
    }

    [Fact]
    public void Create_UnknownException_IsADefectAndKeepsItsCause()
    {
        var cause = new InvalidTimeZoneException("odd");
        var record = ErrorRecordFactory.Create(cause);
        Assert.Equal("InternalError", record.FullyQualifiedErrorId);
        Assert.Same(cause, record.Exception.InnerException);
    }
}
